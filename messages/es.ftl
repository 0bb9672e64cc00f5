# Lo que dicen las páginas en español. Términos de ISO/IEC 17024: válido, suspendido, retirado, caducado.

## Days and instants

date-day =
    { $day } de { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    } de { $year }
date-moment = { $day }, { $time } UTC

## On every page

skip-to-content = Ir al contenido
navigation-main = Navegación principal
navigation-menu = Menú
navigation-verify = Verificar un certificado
navigation-api = API
navigation-language = Idioma
footer-registry = El registro de certificación del programa de cualificación ISO/IEC 20000
navigation-texts = Sobre el operador
operator-is = Operado por { $name }
operator-is-missing = Quien opera este registro aún no ha indicado su nombre.
operator-write = Escriba a
demonstration = Demostración: todos los datos son inventados y ningún certificado tiene valor aquí.
text-contact = Contacto
text-contact-missing = El operador de este registro no ha publicado cómo contactarlo.
text-imprint = Aviso legal
text-imprint-missing = El operador de este registro no ha publicado un aviso legal: aquí no se sabe quién es su responsable jurídico.
text-privacy = Privacidad
text-privacy-missing = El operador de este registro no ha publicado un aviso de privacidad. Lo que sigue vale para el programa, sea quien sea su operador.
text-terms = Condiciones de uso
text-terms-missing = El operador de este registro no ha publicado condiciones de uso.
text-terms-known = Cualquiera puede consultar aquí los certificados, sin cuenta. Un estado vale para el momento en que se consultó.
text-accessibility = Accesibilidad
text-accessibility-missing = El operador de este registro no ha publicado una declaración de accesibilidad.
text-accessibility-known = Las páginas del programa están hechas para cumplir las WCAG 2.2, nivel AA. Funcionan con el teclado, con lectores de pantalla, sin scripts, en claro y en oscuro, y desde un ancho de 320 píxeles; un programa comprueba cada página en cada idioma. Los certificados en PDF están etiquetados para lectores de pantalla (PDF/UA-1).
text-appeals = Apelaciones y quejas
text-appeals-missing = El operador de este registro no ha publicado cómo se tratan las apelaciones y las quejas.
text-appeals-known = Cada decisión consta con sus motivos y la persona candidata puede pedirlos. Diríjase primero al organismo de certificación que examinó; el certificado lo nombra, si examinó un organismo.
text-other-language = No hay versión de este texto en español.

## How to take part: what is said where the operator gives no text

how-certified = Cómo se certifica una organización
how-certified-lead = Un organismo de certificación registrado audita cómo gestiona sus servicios, le certifica conforme a ISO/IEC 20000-1, y el registro lo publica.
how-certified-scope = Decida primero qué servicios, sedes y clientes ha de abarcar el certificado, y redacte su alcance.
how-certified-body = Elija después un organismo: cualquiera de los que figuran aquí. Le dirá qué necesita, le auditará y decidirá.
how-certified-after = Cualquiera encuentra aquí un certificado publicado, con su alcance y el organismo que certificó, que también puede suspenderlo, restablecerlo o retirarlo.
how-body = Cómo se registra un organismo de certificación
how-body-lead = Los organismos que auditan a proveedores de servicios informáticos pueden figurar como organismos de certificación registrados (RCB).
how-body-asked = Quien lo solicita indica su nombre, su país, y quién lo acreditó y con qué número. Escriba al operador del registro.
how-body-listed = Un registrador lo inscribe a partir de un día. Una inscripción puede suspenderse, restablecerse y retirarse, y su historial es público.
how-body-does = Mientras figura, un organismo registra candidatos, pruebas y resultados, y presenta los certificados de las organizaciones, uno a uno o por archivo.
how-scheme = Cómo funciona el programa de certificación de organizaciones
how-scheme-lead = Los organismos de certificación registrados auditan a proveedores de servicios informáticos conforme a ISO/IEC 20000-1. El programa publica quién está certificado, para qué y por quién.
how-scheme-decision = El organismo que auditó decide y responde de sus certificados. Presenta la organización, las sedes, la edición, las fechas y el alcance.
how-scheme-register = Los certificados suspendidos, retirados o caducados siguen constando, con su historial. Una edición sustituida de la norma tiene un último día en que se puede certificar conforme a ella.
how-logo = Cómo puede usarse el logotipo del programa
how-logo-lead = El operador de este registro no ha publicado reglas para su logotipo. Hasta entonces, úselo solo con su consentimiento.
how-logo-who = Solo lo usa quien está certificado o inscrito, solo mientras eso dure, y solo para lo que abarca el certificado.
how-logo-what = Representa la gestión de servicios. En productos, en informes de ensayo o junto al nombre de una persona diría lo que ninguna auditoría ha mostrado.
how-logo-end = Quien está suspendido o retirado deja de usarlo de inmediato. Decide el registro, no un logotipo: consulte la organización.

## The home page

home-title = Registro de certificación
home-lead = En este registro consta quién está cualificado según el { $scheme }, quién realizó el examen y qué vale hoy cada certificado.
home-qualifications = Cualificaciones
home-eligibility = Vea si lo que tiene basta para presentarse a un examen.
home-scheme = La norma y su programa
home-standard = Qué es ISO/IEC 20000, sus partes y cuál es la edición vigente.
home-benefits = Qué aporta a las personas y a las organizaciones.
home-api = La API, para leerla y probarla
home-openapi = El documento OpenAPI
home-problems = Qué significa cada error y cómo resolverlo

## Asking about a certificate

verify-title = Verificar un certificado
verify-lead = Introduzca el número del certificado y el apellido de quien se lo mostró. El registro le dirá de inmediato si hoy es válido y si es suyo.
verify-description = Introduzca el número de un certificado o elija su archivo: el registro dice si es válido.
number-label = Número del certificado
number-hint = Doce letras y cifras, como en el certificado. No importan las mayúsculas, los guiones ni los espacios.
number-button = Verificar el certificado
number-name-label = Apellido del titular (si quiere compararlo)
number-again = Verificar otro número
file-title = Verificar un archivo
file-lead = Si ha recibido el certificado como archivo, verifique el propio archivo: así sabrá también si ha sido modificado.
file-label = Elija el archivo o suéltelo aquí
file-hint = PDF, JSON o JWS, 5 MB como máximo. El archivo solo se lee, no se conserva.
file-button = Verificar el archivo

## A number that cannot be one

mistyped-empty = Introduzca primero el número: figura en el certificado.
mistyped-length =
    { $found ->
        [one] Aquí hay un carácter; un número de certificado tiene 12, sin contar los guiones.
       *[other] Aquí hay { $found } caracteres; un número de certificado tiene 12, sin contar los guiones.
    }
mistyped-character = «{ $character }» no aparece en ningún número de certificado: constan de cifras y de letras de la A a la Z, excepto la U.
mistyped-check = Un carácter es incorrecto o hay dos intercambiados: el último, que sirve para advertirlo, no concuerda con los demás.
mistyped-advice = Compárelo con el certificado, carácter por carácter. La letra O cuenta como la cifra 0; la I y la L cuentan como 1.

## The status of a certificate

number-title = Certificado { $number }
number-kind = Certificado
number-preview = Certificado { $number }: consulte su estado
number-description = En esta página el registro dice qué vale hoy este certificado.
status-valid = Válido
status-suspended = Suspendido
status-withdrawn = Retirado
status-expired = Caducado
status-unknown = Desconocido
status-mistyped = Mal escrito
status-was-valid = Era válido el { $day }
status-was-suspended = Estaba suspendido el { $day }
status-was-withdrawn = Ya estaba retirado el { $day }
status-was-expired = Ya había caducado el { $day }
status-was-unknown = No constaba el { $day }
status-label = Estado
status-as-of = Estado el { $day }
status-checked = Consultado el { $moment }
status-past = Está viendo un día anterior. Lo que rige hoy puede ser distinto.
status-today = Mostrar el estado actual
valid-means = El registro otorgó este certificado y está en vigor.
valid-next = Compare la cualificación y las fechas que figuran abajo con lo que le han presentado y compruebe que el nombre es correcto.
valid-next-named = Compare la cualificación y las fechas que figuran abajo con lo que se le mostró.
suspended-means = El registro otorgó este certificado, pero por ahora no está en vigor. Su titular no puede utilizarlo hasta que se restablezca.
suspended-next = No confíe en él hoy. Pregunte al titular y vuelva a consultar esta página antes de decidir.
withdrawn-means = El registro otorgó este certificado y lo ha retirado definitivamente. Ya nadie puede utilizarlo.
withdrawn-next = No lo acepte, por buen aspecto que tengan el papel o el archivo. Es posible que el titular tenga otro certificado: pida su número.
result-annulled = El resultado por el que se otorgó ha sido anulado: nunca debió existir.
expired-means = El registro otorgó este certificado y su último día de validez ya ha pasado.
expired-next = No confíe en él hoy. Si el titular se ha vuelto a certificar desde entonces, tiene un número nuevo: pídalo.
unknown-means = El número está bien formado, pero el registro nunca ha otorgado un certificado con él.
unknown-next = Compare otra vez el número con el certificado. Si realmente figura así, no acepte el certificado: no procede de este registro.
unknown-means-then = Ese día no existía ningún certificado con este número.
unknown-next-then = Es posible que se otorgara más tarde. Consulte su estado actual.
mistyped-means = Ningún certificado puede tener este número. Eso no dice nada del certificado en sí.

## El certificado de una organización

fact-confirmed = Confirmado por última vez por el organismo
fact-organisation = Organización
organisation-verify-title = Verificar el certificado de una organización
organisation-verify-lead = El certificado de una organización lleva el número que le dio su organismo de certificación. Introdúzcalo tal como figura en el papel.
organisation-verify-person = Verificar el certificado de una persona
organisation-number-label = Número que figura en el papel
organisation-number-hint = Las mayúsculas, los espacios y los guiones no importan.
organisation-body-label = Organismo de certificación que figura en el papel
organisation-body-hint = Solo hace falta si varios organismos usan el mismo número.
organisation-choose-title = Varios organismos usan este número
organisation-choose-lead = Elija el organismo que figura en el papel.
organisation-not-either = Tampoco hay un certificado de una organización con este número.
organisation-mistyped-means = Ningún certificado de una organización puede tener este número.
organisation-certificate-verify = Verificar este certificado
register-mistyped-means = El número de esta dirección no es del registro: hay un carácter erróneo, que falta o que está cambiado de lugar.
organisation-valid-means = Este certificado de una organización está en vigor.
organisation-valid-next = Compare la organización, el alcance, los emplazamientos y las fechas de abajo con lo que le mostraron.
organisation-suspended-means = Este certificado está por ahora sin vigor. La organización no puede hacer referencia a él hasta que se restablezca.
organisation-suspended-next = No confíe en él hoy. Pregunte al organismo de certificación y vuelva a mirar aquí antes de decidir.
organisation-withdrawn-means = Este certificado se retiró definitivamente. Nadie puede hacer ya referencia a él.
organisation-withdrawn-next = No lo acepte, por bueno que parezca el papel. La página de la organización muestra si tiene otro certificado.
organisation-expired-means = El último día de este certificado ya pasó.
organisation-expired-next = No confíe en él hoy. La página de la organización muestra si se ha certificado de nuevo desde entonces.
organisation-unknown-means = Aquí no hay publicado ningún certificado con este número.
organisation-unknown-next = Compare otra vez el número y el organismo con el papel. Si de verdad dice eso, no confíe en él y pregunte al organismo que nombra.
organisation-link-title = El enlace corto
organisation-link-lead = Quien lo siga, o enfoque el código con una cámara, verá lo que vale en ese momento. Puede imprimirse junto al certificado.
organisation-link-download = El código como dibujo (SVG)
organisation-link-code = Código QR con el enlace corto de este certificado
organisation-mark-title = Una marca para un sitio web
organisation-mark-lead = La marca dice siempre lo que vale hoy: si el certificado está suspendido, retirado o caducado, lo dice.
organisation-mark-how = Ponga esto en la página sin cambios. Lleva aquí a quien lo siga; una copia de la imagen solo diría lo que valía el día en que se hizo.
organisation-mark-alt = La marca tal como es hoy
mark-unknown-now = El registro no puede decirlo en este momento

## What is known of a certificate

facts-title = El certificado
fact-qualification = Cualificación
fact-edition = Edición
fact-examined-by = Examinado por
fact-awarded = Otorgado el
fact-expires = Válido hasta
fact-expires-never = sin fecha de fin
fact-renewable = Puede renovarse
fact-renewable-days = del { $from } al { $until }
fact-renews-certificate = Renueva
fact-renewed-by-certificate = Renovado por
fact-suspended-until = Suspendido hasta
fact-holder = Titular
fact-holder-hidden = No es público. Si conoce el nombre, compárelo en esta página.
history-title = Historial
turn-awarded = Otorgado
turn-suspended = Suspendido
turn-suspended-until = Suspendido, hasta el { $day }
turn-reinstated = Válido de nuevo
turn-withdrawn = Retirado
turn-expired = Caducado

## Checking the name, and an earlier day

name-title = Comprobar el nombre
name-lead = Un certificado solo dice algo de la persona a quien se otorgó. Compare aquí el nombre; no se guarda en forma legible.
name-label = Apellido del titular
name-hint = No importan las mayúsculas ni los acentos, ni que las letras se escriban como en el pasaporte (Mueller por Müller).
name-button = Comparar el nombre
name-matches = El nombre coincide: este certificado se otorgó a { $name }.
name-earlier = Es un nombre anterior del titular.
name-earlier-means = El nombre registrado ha cambiado desde entonces; los documentos expedidos antes del cambio llevan el nombre anterior. El certificado es de la misma persona.
name-differs = El nombre no coincide.
name-differs-valid = Válido, pero no para «{ $name }»
name-differs-other = { $status }, y no para «{ $name }»
name-differs-means = El certificado con este número está en vigor, pero su titular consta con otro apellido.
name-differs-next = Compruebe la ortografía e indique solo los apellidos, tal como figuran en el certificado. Si sigue sin coincidir, el certificado se otorgó a otra persona.
name-missing = Introduzca primero el apellido.
name-unreadable = Esto no es un nombre: es demasiado largo o tiene caracteres que ningún nombre tiene.
name-waits = Se han probado demasiados nombres erróneos para este certificado, por usted o por otros. Los nombres volverán a compararse a partir del { $moment }. Lo que esta página dice del certificado sigue siendo válido; el nombre del titular figura en el archivo que este tiene.
day-title = El estado en un día anterior
day-lead = Por ejemplo, el día de una auditoría o de la firma de un contrato.
day-label = Día
day-button = Mostrar el estado
day-wrong = Ese día no existe. Escriba el año, el mes y el día: 2024-05-17.
day-future = Ese día aún no ha llegado. Nadie puede decir todavía qué regirá entonces.
print-address = Esta página: { $address }

## The holder's page

holder-title = Su certificado
holder-keep-secret = No comparta el enlace que ha abierto: quien lo tenga puede descargar su certificado y decidir sobre su nombre. Para mostrar su certificado a otras personas, deles la dirección que figura más abajo.
holder-suspended-next = No lo utilice hasta que se restablezca. El organismo de certificación que le examinó puede decirle qué hacer.
holder-withdrawn-next = Si no lo esperaba, pregunte al organismo de certificación que le examinó.
holder-expired-next = Aún puede mostrar lo que obtuvo, pero no que sea válido hoy. Un organismo de certificación puede decirle cómo certificarse de nuevo.
holder-gone = Este enlace no funciona
holder-gone-next = No existe o ya no es válido. Pida uno nuevo al organismo que expidió el certificado.
holder-closed = Esta página está cerrada
holder-closed-next = Se cierra tras media hora sin uso, para que nadie más la encuentre abierta. Abra de nuevo el enlace que recibió.
files-title = Descargar
files-lead = El PDF sirve para imprimir y enviar. Lleva un código que conduce a este registro y contiene el certificado firmado.
files-pdf = Certificado en PDF
files-pdf-english = Está en inglés: el registro no tiene tipografía para este idioma.
files-pdf-others = También en:
files-programs = Para programas y para colecciones de certificados digitales:
files-jwt = Certificado firmado (JWT)
files-json = Certificado firmado (JSON)
files-none = No hay nada que descargar mientras el certificado está suspendido, ni una vez retirado.
files-unsigned = Por ahora no se puede firmar nada
files-unsigned-next = El registro no está configurado con la dirección por la que todos llegan a él. Avise al organismo que le examinó; lo que consta en el registro sobre su certificado no cambia.
share-title = Compartir
share-lead = Quien abra esta dirección verá lo que vale su certificado ese día.
share-label = Dirección para compartir
share-open = Ver lo que ven los demás
listing-title = Su nombre en las páginas públicas
listing-lead = Usted decide y puede cambiar de opinión en cualquier momento. Su decisión vale para todos sus certificados en este registro. No pierde nada si lo oculta: quien conozca su apellido puede compararlo.
listing-is-shown = Todas las personas que consultan su certificado ven su nombre.
listing-is-hidden = Su nombre está oculto. Solo lo ve quien escribe correctamente su apellido.
listing-show = Mostrar mi nombre a todos
listing-hide = Ocultar mi nombre
listing-saved = Su decisión se ha guardado.

## The standard

standard-title = La norma
standard-lead = ISO/IEC 20000 es la norma internacional con la que una organización muestra que destaca en la gestión de servicios informáticos y prueba que sigue las buenas prácticas.
standard-what = Qué es
standard-what-system = Entre las normas internacionales es la dedicada solo a la gestión de servicios informáticos. Sus procesos de gestión están integrados: juntos forman un sistema de gestión de servicios, por el que los servicios llegan de forma eficaz al negocio y a sus clientes.
standard-what-improvement = Quien presta servicios informáticos conforme a ella tiene en marcha un sistema así, y el sistema obliga a mejorar los servicios de continuo.
standard-what-adoption = Su uso se ha extendido con rapidez por el mundo, tanto entre proveedores internos como entre los que sirven a otros. En la competencia distingue a un proveedor.
standard-itil = La norma e ITIL
standard-itil-means = La norma está alineada con ITIL, el marco de buenas prácticas, y complementa el enfoque por procesos que ITIL define.
standard-parts = Sus partes
standard-part-one = Parte 1: { $edition }, la especificación
standard-part-one-means = Los requisitos formales para un sistema de gestión de servicios, en seis áreas:
standard-area-general = requisitos generales para un sistema de gestión de servicios
standard-area-design = diseño y transición de servicios nuevos o modificados
standard-area-delivery = procesos de provisión de servicios
standard-area-relationship = procesos de relación
standard-area-resolution = procesos de resolución
standard-area-control = procesos de control
standard-part-two = Parte 2: { $edition }, la guía
standard-part-two-means = Cómo se aplican los sistemas de gestión de servicios, con buenas prácticas para los procesos del alcance de la parte 1.
standard-part-three = Parte 3: { $edition }, alcance y aplicabilidad
standard-part-three-means = Guía sobre cómo se define un alcance y dónde es aplicable la parte 1. Empezó como informe técnico (TR).
standard-parts-further = Otras partes
standard-parts-further-means = Añaden orientación e información sobre aspectos y usos particulares.
standard-editions = Sus ediciones
standard-first = Primera publicación
standard-second = Segunda edición
standard-second-means = La de los años en que se crearon estos exámenes.
standard-examined = Base de los exámenes
standard-examined-means = Todos los exámenes a partir del { $day } se basan en ella.
standard-current = Vigente hoy
standard-current-means = Parte 1. Sus áreas están ordenadas de nuevo, como las de otras normas de sistemas de gestión.
standard-current-others = Ediciones vigentes de las demás: { $editions }
standard-certified-until = se certificaron organizaciones hasta el { $day }
standard-valid-until = se certificaron organizaciones hasta el { $day }; sus certificados fueron válidos hasta el { $last }
standard-organisations = Ediciones conforme a las que se certifican organizaciones

## Benefits

benefits-title = Ventajas
benefits-lead = Qué ganan quienes se presentan a los exámenes, y qué ganan las organizaciones que siguen la norma.
benefits-individuals = Para las personas
benefits-learning = Con { $first } y { $second } aprenderá a
benefits-relation = ver cómo se relacionan la norma y las buenas prácticas de la gestión de servicios informáticos, y elegir y aplicar métodos adecuados para una organización
benefits-scoping = reconocer y explicar cuestiones de aplicabilidad, elegibilidad y alcance: así puede ayudar a juzgar si una organización está lista para certificarse, apoyar auditorías y asesorar sobre la mejora continua
benefits-gap = hacer un análisis de carencias, respaldado por un plan de mejora y de implantación
benefits-parts = describir qué abarcan, qué persiguen y para qué se usan la especificación y el código de buenas prácticas, según el papel de cada uno entre las partes de la norma
benefits-processes = ver por qué hay que planificar e implantar los procesos, informar sobre los servicios y las métricas principales de los procesos, celebrar con regularidad revisiones, evaluaciones y auditorías, y planificar la mejora continua de los servicios
benefits-auditing = Con { $title } obtiene la certificación como auditor de la norma.
benefits-organisations = Para las organizaciones
benefits-culture = Una cultura duradera
benefits-culture-means = Aprender y mejorar de continuo se vuelve costumbre, con una meta que alcanzar y mantener: servicios informáticos de mejor calidad, y un negocio y unos clientes con más confianza en su proveedor.
benefits-integrated = Procesos que encajan
benefits-integrated-means = La atención se dirige a un conjunto de procesos y soluciones integrados, apropiados y eficaces para los procesos de negocio, los clientes y los usuarios.
benefits-cost = Menos coste, menos riesgo
benefits-cost-means = Los cambios son más rápidos, el personal rinde más, y las capacidades y la experiencia se aprovechan mejor. A la larga cuesta menos, y es menor el riesgo de no alcanzar los objetivos del negocio.
benefits-structure = Un enfoque estructurado
benefits-structure-means = La orientación de las buenas prácticas ayuda a entender mejor el negocio y sus necesidades, las funciones y los procesos. Con ello ganan la reputación, las relaciones, la cooperación y la comunicación con el negocio y los clientes.
benefits-self = Autoevaluación
benefits-self-means = Una organización puede medir ella misma sus procesos y actividades con una norma internacional, para encontrar mejoras y llevarlas a cabo.
benefits-independent = Reconocimiento independiente
benefits-independent-means = Auditores externos e independientes comprueban el cumplimiento, en un programa y según una norma reconocidos y respetados en todo el mundo.

## What is told of each qualification

level-purpose = Finalidad
level-audience = A quién se dirige
level-opens = Qué abre
level-opens-means = Cumple el requisito previo para { $title }.
level-course = El curso
level-course-mandatory = Es obligatorio haber asistido a un curso acreditado de { $title }: sin él nadie se presenta al examen.
level-based-on = Base
level-days = Convocatorias
level-days-from = a partir del { $day }
level-days-until = hasta el { $day }
level-days-between = del { $from } al { $until }
level-format-latest = El formato actual
level-format-earlier = Formatos anteriores
level-current = Qué está vigente hoy
level-current-means = La norma evoluciona: su edición vigente es { $edition }. El examen se basa en la edición indicada arriba, y así lo dice también el certificado.

## Documents and notices

documents-title = Documentos
documents-lead = Lo que publica el titular del programa, y trabajos de otros sobre la norma en la práctica.
documents-none = Todavía no se ha publicado ningún documento.
document-white-paper = libro blanco
document-case-study = estudio de caso
document-guide = guía
document-rules = reglas
document-of = de { $owner }
document-file = PDF, { $kilobytes } kB
news-title = Noticias
news-lead = Lo que el titular del programa anuncia sobre la norma y el programa.
news-none = Todavía no se ha anunciado nada.
news-more = Más información
news-feed = Como canal (Atom)

## The leaflets

leaflet-format = { $style }: { $questions }; para aprobar { $pass }; { $duration }; material permitido: { $aids }
leaflet-of-scheme = El programa de un vistazo (folleto, PDF)
leaflet-of-level = { $title } de un vistazo (folleto, PDF)
leaflet-address = Este folleto dice lo que dice el registro, que se mantiene al día: { $address }
leaflet-code = Código QR con la dirección { $address }

## A qualification

qualification-description = { $title }: qué acredita, cómo se examina y quién puede presentarse al examen.
qualification-examination = El examen
qualification-format = Formato
qualification-paper = Prueba
qualification-questions =
    { $questions } { $questions ->
        [one] pregunta
       *[other] preguntas
    } de { $marks ->
        [one] un punto
       *[other] { $marks } puntos
    } cada una
qualification-pass = Puntuación para aprobar
qualification-pass-of = { $pass } de { $available } ({ $percent } %)
qualification-duration = Duración
qualification-minutes =
    { $minutes ->
        [one] un minuto
       *[other] { $minutes } minutos
    }
qualification-book = Material permitido
qualification-book-closed = ninguno (a libro cerrado)
qualification-book-open = a libro abierto: { $permitted }
qualification-declared = Aquí no consta cómo se componía y puntuaba una prueba así. Los resultados figuran tal como se declararon.
qualification-validity = Cuánto tiempo es válido un certificado
qualification-valid-for =
    { $years ->
        [one] Un año desde el día del examen.
       *[other] { $years } años desde el día del examen.
    }
qualification-valid-always = No tiene fecha de fin. Puede suspenderse o retirarse, así que consulte su número.
renewal-title = Renovación
renewal-days =
    Un certificado puede renovarse desde { $before ->
        [one] un mes
       *[other] { $before } meses
    } antes de su último día hasta { $after ->
        [0] ese día
        [one] un mes después, cuando ha caducado
       *[other] { $after } meses después, cuando ha caducado
    }. Basta una de estas vías:
renewal-examination = Aprobar el examen { $title }.
renewal-points =
    { $points ->
        [one] Un punto
       *[other] { $points } puntos
    } de formación continua desde el otorgamiento, cada uno comprobado.
renewal-years = Los años del certificado siguiente cuentan desde el fin del anterior: quien llega pronto no pierde días y quien llega tarde no los gana.
qualification-who = Quién puede presentarse
requirement-anyone = Cualquier persona.
requirement-all = Quien cumpla todo lo siguiente:
requirement-any = Quien cumpla una de estas condiciones:
requirement-certification = posee la certificación { $title }
requirement-lapsed-counts = también si ha caducado
requirement-course = ha asistido a un curso acreditado de { $title }
requirement-experience =
    { $years ->
        [one] tiene al menos un año de experiencia en la realización de auditorías en un entorno informático
       *[other] tiene al menos { $years } años de experiencia en la realización de auditorías en un entorno informático
    }
requirement-counted-to-course = { $roles }; se cuenta hasta el día en que se terminó ese curso
requirement-role-both = como auditor de tercera parte o como auditor interno de una organización
requirement-role-third-party = como auditor de tercera parte
requirement-role-internal = como auditor interno de una organización

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = programa de cualificación ISO/IEC 20000
scheme-foundation = Tiene un conocimiento básico del contenido y los requisitos de ISO/IEC 20000 y de cómo funciona en un proveedor de servicios informáticos típico.
scheme-practitioner = Comprende el contenido de ISO/IEC 20000 y sabe aplicarlo en organizaciones certificadas o que se plantean la certificación.
scheme-auditor = Comprende los principios de la gestión de servicios informáticos y los requisitos de ISO/IEC 20000-1.
scheme-foundation-purpose = Quien aprueba ha mostrado un buen conocimiento básico de lo que ISO/IEC 20000 contiene y exige, y entiende cómo funciona en un proveedor de servicios informáticos típico.
scheme-foundation-audience = El nivel de entrada, para quienes empiezan con ISO/IEC 20000.
scheme-practitioner-purpose = Quien aprueba ha mostrado que comprende el contenido de ISO/IEC 20000 y sabe aplicarlo donde una organización está certificada o se lo plantea.
scheme-practitioner-audience = Para quienes trabajan con la norma en una organización así.
scheme-auditor-purpose = Quien aprueba ha mostrado que comprende los principios de la gestión de servicios informáticos y lo que exige ISO/IEC 20000-1:2011.
scheme-auditor-audience = Para auditores con experiencia, que ya realizan auditorías en un entorno informático.
scheme-auditor-course = Es un curso de transición para auditores con experiencia: los principios de las técnicas genéricas de auditoría de sistemas de gestión no forman parte de él. Por eso se pide experiencia a quienes asisten.
scheme-multiple-choice = opción múltiple
scheme-complex-multiple-choice = opción múltiple compleja
scheme-book-part-one = se permite un ejemplar de la parte 1
scheme-edition-2011 = ISO/IEC 20000-1:2011 con ISO/IEC 20000-2:2012
scheme-format-2011 = formato de 2011
scheme-format-previous = formato anterior

## What is found about a file

file-missing = Elija primero un archivo.
file-genuine = El registro emitió este archivo y no ha sido modificado.
file-signed = Lo que firmó el registro
file-issued = Firmado el
file-certificate = Consultar el certificado
file-replaced = Sustituido
file-replaced-means = El registro emitió este archivo y no ha sido modificado, pero ya no cuenta: lo registrado ha cambiado desde entonces (el nombre del titular, los términos del programa o el nombre del emisor, una clave).
file-replaced-next = Pida un archivo actual al titular o al organismo, o consulte el certificado por su número.
file-around = Modificado
file-around-means = La credencial que contiene este PDF es nuestra, pero el PDF que la rodea no es el que hicimos: puede mostrar cualquier cosa.
file-around-next = Crea solo lo que figura abajo y pida al titular el archivo original.
file-altered = Modificado
file-altered-means = Este archivo dice proceder del registro, pero no es tal como el registro lo firmó, o se le ha añadido algo.
file-altered-next = No lo acepte. Verifique el certificado por su número.
file-revoked = No probado
file-revoked-means = Este archivo se firmó con una clave que el registro ya no respalda, así que su firma no prueba nada.
file-revoked-next = Pida al titular un archivo más reciente o verifique el certificado por su número.
file-record = No consta
file-record-means = Este archivo lleva una firma del registro, pero al registro no le consta.
file-record-next = No confíe en él y comuníquelo al registro.
file-other = No es nuestro
file-other-means = Este archivo lo emitió otra entidad. Este registro no puede decir qué vale.
file-other-next = Pregunte a quien lo emitió. Un certificado de este registro se verifica por su número.
file-none = Sin credencial
file-none-means = En este archivo no hay ninguna credencial del registro. Las fotografías, los escaneos y los archivos impresos de nuevo no la tienen.
file-none-next = Verifique el certificado por el número que figura en él o pida al titular el archivo original.
file-also-replaced = Además, la credencial de este archivo ya no cuenta: lo registrado desde entonces es distinto de lo que figura abajo.
file-certificate-is = El certificado en sí: { $status }. { $means }
file-wrapped = Solo se ha verificado el certificado firmado que contiene este archivo. Lo que lo rodea puede decir cualquier cosa.
file-unread = No se puede leer
file-encrypted-means = Este PDF está protegido mediante cifrado, así que nadie puede decir si contiene una credencial del registro.
file-encrypted-next = Guárdelo sin contraseña y verifíquelo de nuevo, o verifique el certificado por el número que figura en él.
file-damaged-means = Este archivo está dañado o incompleto, así que nadie puede decir si contiene una credencial del registro.
file-complicated-means = Este archivo es más grande o más complicado que cualquier certificado y no se ha examinado: nadie puede decir si contiene una credencial del registro.
file-broken-means = En este certificado firmado hay saltos de línea o espacios, como los que los programas de correo ponen en las líneas largas.
file-broken-next = Guarde el propio adjunto y verifíquelo, o verifique el certificado por su número.
file-several-means = Este archivo contiene varios certificados, y una sola respuesta valdría solo para uno de ellos.
file-several-next = Guarde cada uno en un archivo propio y verifíquelo, o verifique cada certificado por su número.

## When a page cannot be shown

error-not-found = Esta página no existe
error-not-found-next = Compruebe la dirección o empiece por el número del certificado.
error-method = Esta dirección no se utiliza así
error-method-next = Empiece de nuevo desde el formulario.
error-request = No se puede leer la solicitud
error-request-next = Vuelva atrás e inténtelo de nuevo desde el formulario.
error-too-large = Es demasiado grande
error-too-large-next = Los certificados son archivos pequeños. Elija el archivo que recibió, no un escaneo ni un archivo comprimido.
error-too-slow = El envío ha tardado demasiado
error-too-slow-next = Compruebe su conexión e inténtelo de nuevo.
error-too-many = Demasiadas consultas en poco tiempo
error-too-many-next =
    { $seconds ->
        [one] Espere un segundo e inténtelo de nuevo.
       *[other] Espere { $seconds } segundos e inténtelo de nuevo.
    }
error-too-many-why = El número de consultas está limitado para que nadie pueda adivinar números o nombres.
error-unavailable = Ahora mismo no podemos saberlo
error-unavailable-next = En este momento el registro no tiene acceso a sus datos. Eso no dice nada del certificado, ni que sea válido ni que no lo sea. Inténtelo de nuevo dentro de un minuto.
error-internal = Algo ha fallado por nuestra parte
error-internal-next = Eso no dice nada del certificado. Inténtelo de nuevo; si vuelve a ocurrir, indíquenos la referencia.
error-again = Intentarlo de nuevo
error-reference = Referencia: { $id }

## Statistics

statistics-title = Estadísticas
statistics-lead = Lo que cuenta el registro: certificados, organismos de certificación y organizaciones certificadas.
statistics-as-of = Situación a { $day }. Se vuelve a contar cada pocos minutos.
statistics-awarded = Certificados concedidos por año
statistics-awarded-note = Cada certificado se cuenta en el año de su examen, sea lo que sea de él después.
statistics-awarded-scale = Todos los gráficos tienen la misma escala.
statistics-total = En total:
statistics-awarded-table = Certificados concedidos, por año y cualificación
statistics-year = Año
statistics-organisations = Organizaciones certificadas por país
statistics-organisations-note = Organizaciones que hoy tienen un certificado válido. La que tiene sedes en varios países cuenta en cada uno.
statistics-organisations-counted = Organizaciones
statistics-bodies = Organismos de certificación por país
statistics-bodies-note = Organismos inscritos hoy, según el país en el que están.
statistics-bodies-counted = Organismos
statistics-nothing = Todavía no hay ninguno.
statistics-by-country = Por país, del número mayor al menor
statistics-country = País

### The public directory

## The navigation

menu-verify = Verificar
menu-organisations = Organizaciones
menu-bodies = Organismos
menu-training = Formación
menu-qualifications = Cualificaciones
menu-eligibility = Admisión
menu-statistics = Estadísticas
menu-about = Acerca de

## Searching

search-title = Buscar en el registro
search-lead = Organismos de certificación, organizaciones certificadas, centros de formación y cursos, todo a la vez.
search-label = Buscar un número de certificado, una organización, un organismo o un curso
search-hint = Basta una parte del nombre. Las mayúsculas y los acentos no importan.
search-button = Buscar
search-kind = Tipo
kind-training = Centros de formación

## The ways in

way-verify = Alguien le muestra un certificado: su número o su archivo le dice al instante qué vale hoy.
way-look-up-title = Consultar el registro
way-look-up = Quién está certificado y para qué, quién examina y qué cursos cuentan.
way-bodies-title = Para organismos y empleadores
way-bodies = Los organismos registran resultados uno a uno o por archivo, y los empleadores verifican mil certificados a la vez, desde sus propios sistemas.
way-training-title = Encontrar un curso
home-trust = Por qué puede confiar en él
home-trust-rules = Las mismas reglas para todos
home-trust-rules-means = No se otorga nada que el programa no permita, y cada denegación dice por qué.
home-trust-history = Nada desaparece
home-trust-history-means = Lo que se otorgó, suspendió o retiró sigue constando con sus fechas.
home-trust-private = Cada persona decide sobre su nombre
home-trust-private-means = Un titular solo se muestra si lo consiente. Consultar no exige cuenta, y este sitio no usa cookies.

## Forms that find something

finder-name = Nombre
finder-words = Nombre o palabras del alcance
finder-forgives = Basta una parte del nombre; las mayúsculas y los acentos no importan.
finder-country = País
finder-region = Región
finder-edition = Norma
finder-body = Organismo de certificación
finder-day = En esta fecha
finder-day-of-course = Acreditado el
finder-language = Idioma
finder-delivery = Modalidad
finder-any = Cualquiera
finder-button = Buscar
finder-asked = Lo que busca
finder-without = Sin esto
finder-unknown = No existe esa opción. Elija una de la lista.
finder-unreadable = No se puede buscar: es demasiado largo o tiene caracteres que ningún nombre tiene.
found-title = Resultados
found-count = Resultados: { $number }
found-by-name = En el orden de los nombres. Un nombre se encuentra por cualquiera de sus partes.
found-ranked = Lo más parecido primero: el nombre exacto, lo que empieza así y lo que lo contiene.
found-more-than = más de { $number }
found-courses = Cursos acreditados en esa fecha, hoy si no elige otra, en el orden de sus títulos.
found-next = Mostrar más
found-data = La misma lista como datos
found-nothing = No se encontró nada.
found-nothing-spelling = Pruebe con menos palabras o solo con una parte del nombre.
found-nothing-filters = Quite una de las condiciones de arriba.
found-everything = Empezar de nuevo con todo

## Status and history

standing-listed = Inscrito
standing-accredited = Acreditado
standing-ended = Acreditación finalizada
standing-not-yet = Aún no en vigor
event-listed = Inscrito
event-listed-again = Inscrito de nuevo
event-suspended = Inscripción suspendida
event-suspended-until = Inscripción suspendida, hasta el { $day }
event-withdrawn = Inscripción retirada
event-issued = Emitido
event-transferred = Transferido a { $body }, número { $number }
period-open = desde el { $from }
period-until = del { $from } al { $until }
accreditation-state = { $days }; { $state }
accreditation-suspended = suspendida desde el { $since }
accreditation-suspended-until = suspendida del { $since } al { $until }
accreditation-withdrawn = retirada el { $since }
event-accredited = Acreditación
event-accredited-again = Acreditación restablecida
event-accreditation-suspended = Acreditación suspendida
event-accreditation-suspended-until = Acreditación suspendida, hasta el { $day }
event-accreditation-withdrawn = Acreditación retirada
event-accreditation-ended = Acreditación finalizada
event-accreditation-extended = Acreditación prorrogada hasta el { $day }
event-accreditation-corrected = Fechas de la acreditación corregidas: { $days }
training-history = Historial de la acreditación
training-sessions = Convocatorias
session-enrol = Inscribirse
finder-session-from = Convocatoria desde
finder-session-until = Convocatoria hasta
finder-place = Lugar de la convocatoria
found-sessions = Convocatorias de cursos acreditados, por orden de fechas.

## Bodies

bodies-title = Organismos de certificación
bodies-lead = Los organismos inscritos en el programa: examinan a personas y certifican organizaciones.
body-description = { $name }, { $country }: su inscripción como organismo de certificación y las organizaciones que certificó.
body-facts = El organismo
body-history = Inscripción
body-suspended-means = Mientras su inscripción está suspendida, este organismo no registra resultados ni certifica a nadie nuevo. Los certificados otorgados antes no cambian por ello: consulte cada uno por su número.
body-withdrawn-means = Este organismo ya no está inscrito: no registra resultados ni certifica a nadie. Los certificados de personas otorgados antes siguen como están, pues los otorgó el registro; las organizaciones certificadas pasan a otro organismo. Consulte cada certificado por su número.
body-editions = Aprobado para
body-editions-none = ninguna edición
body-left-transferable = Los certificados de organizaciones que emitió pueden transferirse a otro organismo hasta el { $day }. Quien tenga uno se lo pide a otro organismo; lo que nadie haya asumido para entonces deja de ser válido.
body-left-lapsed = Los certificados de organizaciones que emitió podían transferirse a otro organismo hasta el { $day }. Lo que nadie había asumido para entonces ya no es válido; otro organismo certifica de nuevo a la organización.
body-auditors = Auditores aprobados
transfer-title = Transferencia de los certificados de { $body }
transfer-description = Qué ocurre con los certificados de organizaciones que emitió { $body }, hasta cuándo y a quién pueden transferirse.
transfer-lead = Este organismo ya no está inscrito desde el { $day }. Otro organismo puede asumir cada certificado de abajo hasta el { $last }; lo que nadie haya asumido para entonces deja de ser válido.
transfer-over = Este organismo ya no está inscrito desde el { $day }. Sus certificados podían transferirse hasta el { $last }; lo que nadie había asumido ya no es válido, y la organización se certifica de nuevo.
transfer-how = Qué hacer
transfer-choose = Elija un organismo inscrito y aprobado para la edición de su certificado; figuran abajo.
transfer-give = Entréguele su certificado, los informes de las últimas auditorías con lo que se hizo después, y sus reclamaciones.
transfer-review = Examina si el certificado puede transferirse (IAF MD 2); uno suspendido se restablece antes. Mientras tanto el suyo sigue siendo válido, como máximo hasta el día indicado.
transfer-record = El titular del programa registra la transferencia: su certificado recibe un número del nuevo organismo y conserva su último día.
transfer-certificates = Certificados que esperan otro organismo
transfer-none = Ya no espera ninguno de los que se muestran aquí.
transfer-approved = Organismos aprobados
transfer-approved-none = Ningún organismo inscrito está aprobado para esta edición.
transfer-link = Qué pueden hacer las organizaciones certificadas
body-certified = Organizaciones que certificó
body-certified-none = Todavía no hay ninguna publicada.
body-certified-search = Buscar entre ellas
fact-website = Sitio web
fact-contact = Contacto
fact-accreditation = Acreditado por
fact-accreditation-none = no consta
fact-accredited = Acreditado

## Organisations

organisations-title = Organizaciones certificadas
organisations-lead = Quién está certificado según ISO/IEC 20000-1, para qué y por quién. También se muestra lo suspendido o retirado.
organisation-description = { $name }, { $country }: sus certificados según ISO/IEC 20000-1, qué cubren y quién los emitió.
organisation-certificates = Certificados
event-issuer-withdrawn = { $body } ya no está inscrito; puede transferirse hasta el { $day }
event-lapsed = Perdió su validez: ningún otro organismo lo asumió a tiempo
issuer-withdrawn = El emisor se dio de baja el { $day }; puede transferirse a otro organismo hasta el { $last }.
issuer-withdrawn-lapsed = El emisor se dio de baja el { $day }; podía transferirse a otro organismo hasta el { $last }.
issuer-withdrawn-only = El emisor se dio de baja el { $day }.
fact-standard = Norma
fact-body = Emitido por
fact-sites = Emplazamientos
fact-trading-names = También opera como
fact-address = Dirección
fact-legal-entities = También cubre
fact-sectors = Sectores
fact-certificate-accreditation = Acreditado por
fact-first-issued = Primera certificación
organisation-confidential = Este certificado es confidencial: solo se informa a quien conoce su número y su organismo. Certifica a { $name }: { $edition }.
fact-issued = Válido desde
fact-renews = Renueva
fact-renewed-by = Renovado por
fact-registration-number = Registro mercantil

## Training

training-title = Encontrar un curso
training-lead = Cursos que el programa ha acreditado. Un curso de auditor tiene que ser uno de estos.
training-description = { $name }, { $country }: sus cursos acreditados.
training-facts = El centro
training-courses = Cursos
training-no-courses = No consta ningún curso de este centro.
course-countries = Países
course-languages = Idiomas
delivery-classroom = en el aula
delivery-online = en línea

## Qualifications

qualifications-title = Cualificaciones
qualifications-lead = Tres exámenes, cada uno para un trabajo distinto con ISO/IEC 20000.
qualification-eligibility = ¿Basta con lo que tengo?
qualification-courses = Cursos acreditados

### Eligibility for everyone

eligibility-title = Compruebe qué necesita
eligibility-lead = Vea si lo que tiene basta para presentarse a un examen en un día determinado, y qué falta exactamente. No necesita ninguna cuenta.
eligibility-description = Si lo que tiene basta para presentarse a un examen del programa ISO/IEC 20000, y qué falta exactamente.
eligibility-choose-qualification = ¿Qué examen?
eligibility-of = ¿Puedo presentarme a { $title }?
eligibility-form-lead = Indique lo que tiene. Se le aplican las mismas reglas que deciden sobre los resultados.
eligibility-rules = Qué se exige
eligibility-privacy = Nada de lo que indique se guarda y nadie pregunta quién es. La respuesta no es una decisión: una prueba cuenta cuando un organismo de certificación la ha verificado.
eligibility-mistakes =
    { $count ->
        [one] Un dato no puede ser correcto
       *[other] { $count } datos no pueden ser correctos
    }
eligibility-mistake-at = { $field }: { $mistake }
eligibility-mistake-years = Solo se admiten días de los años 1900 a 2200.
eligibility-mistake-future = Ese día aún está por venir. Solo lo que ya ha ocurrido es una prueba.
eligibility-mistake-order = El último día es anterior al primero.
eligibility-mistake-twice = Este dato llegó dos veces; solo se muestra el primero. Compruébelo.
eligibility-mistake-beginning = Indique el primer día de este periodo.
eligibility-mistake-end = Indique el último día de este periodo, o que sigue realizando este trabajo.
eligibility-mistake-ends = Indique el último día o que sigue realizando este trabajo, pero no ambas cosas.
eligibility-mistake-role = Elija en qué función realizó las auditorías.
eligibility-mistake-course = Este curso no está en el directorio. Elija uno de la lista.
eligibility-mistake-completed = Indique el día en que terminó el curso.
eligibility-mistake-awarded = Indique el día en que se concedió este certificado.
eligibility-yes = Esto basta
eligibility-yes-means = Con esto puede presentarse a { $title } el { $day }, una vez que un organismo lo haya verificado.
eligibility-later = Todavía no
eligibility-later-means = No basta para { $title } el { $day }, pero solo falta tiempo.
eligibility-earliest = A partir del { $day } basta, si lo que hoy continúa sigue hasta entonces.
eligibility-no = Esto no basta
eligibility-no-means = No basta para { $title } el { $day }. Esperar no lo cambia; lo que falta figura abajo.
eligibility-basis = Todo lo que ha indicado se da por verificado. Esto no es una decisión.
eligibility-version = Versión { $version } del programa
eligibility-found = Qué se exige y qué tiene
eligibility-met = Cumplido
eligibility-unmet = No cumplido
eligibility-unneeded = No es necesario
eligibility-day = Día del examen
eligibility-day-hint = Déjelo vacío para hoy.
eligibility-certificates = Certificados que posee
eligibility-certificates-hint = Indique el día en que se concedió cada uno y, si caduca, el último día en que es válido. Omita los que no tiene y los que están suspendidos o retirados.
eligibility-certificate-until = { $title }: válido hasta
eligibility-course = Curso acreditado de { $title }
eligibility-course-hint = Deje el día vacío si no ha terminado ninguno. Un curso cuenta si estaba acreditado el día en que lo terminó.
eligibility-which-course = Qué curso
eligibility-any-course = Otro curso acreditado
eligibility-completed = Terminado el
eligibility-experience = Experiencia en la realización de auditorías
eligibility-experience-hint = Indique cada periodo. Los días comunes a dos periodos cuentan una vez. Deje vacío lo que no necesite.
eligibility-period = Periodo { $number }
eligibility-role = Su función
eligibility-choose = Elija, por favor
eligibility-from = Primer día
eligibility-to = Último día
eligibility-still = Sigo realizando este trabajo
eligibility-it = Las auditorías son en un entorno informático
eligibility-button = Ver si basta
eligibility-more = Añadir un periodo
eligibility-other = Otro examen

### What the rules find

finding-anyone = Cualquier persona puede presentarse a este examen.
finding-all-met = Los { $met } requisitos se cumplen el { $on }.
finding-all = { $met } de { $of } requisitos { $met ->
        [one] se cumple
       *[other] se cumplen
    } el { $on }; se necesitan todos.
finding-any-met = { $met } de { $of } alternativas { $met ->
        [one] se cumple
       *[other] se cumplen
    } el { $on }; una basta.
finding-any = Se necesita una de { $of } alternativas el { $on }, y no se cumple ninguna.
finding-certificate-none = No consta ningún certificado { $title }.
finding-certificate = Ningún certificado { $title } que conste cuenta el { $on }.
finding-course-none = No consta la asistencia a ningún curso acreditado de { $title }.
finding-course = Ningún curso que conste cuenta como curso acreditado de { $title } realizado hasta el { $on }.
finding-experience-none =
    No consta experiencia en la realización de auditorías; se { $years ->
        [one] necesita { $years } año
       *[other] necesitan { $years } años
    } en un entorno informático hasta el { $on }.
finding-experience-nothing-counts =
    Ninguna experiencia que conste cuenta; se { $years ->
        [one] necesita { $years } año
       *[other] necesitan { $years } años
    } de realización de auditorías en un entorno informático hasta el { $on }.
finding-experience-enough =
    Realización de auditorías en un entorno informático hasta el { $on }: { $length }; se { $years ->
        [one] necesita { $years } año
       *[other] necesitan { $years } años
    }.
finding-experience-short =
    { $length } de { $years ->
        [one] { $years } año
       *[other] { $years } años
    }; lo que falta: { $missing }.
finding-experience-short-by = Hasta el { $on }: { $short }
finding-day-of-course = { $day } (fin del curso «{ $course }»)
finding-day-of-any-course = día en que se termine un curso acreditado de { $title }
finding-day-of-unnamed-course = { $day } (fin del curso)
finding-experience-no-course =
    { $years ->
        [one] El año en un entorno informático se cuenta
       *[other] Los { $years } años en un entorno informático se cuentan
    } hasta el día en que se terminó un curso acreditado de { $title }, y ninguno cuenta.
finding-experience-enough-from = Basta para un curso que se termine el { $day } o después.
length-years =
    { $count ->
        [one] { $count } año
       *[other] { $count } años
    }
length-months =
    { $count ->
        [one] { $count } mes
       *[other] { $count } meses
    }
length-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
length-two = { $first } y { $second }
length-three = { $first }, { $second } y { $third }
evidence-sentence = { $what }: { $verdict }.
evidence-certificate = { $title }, certificado { $number } de este registro, concedido el { $day }
evidence-external = { $title }, concedido el { $day }
evidence-external-numbered = { $title }, número { $number }, concedido el { $day }
evidence-unrecognised = La certificación «{ $code }» { $verdict }.
evidence-unrecognised-numbered = La certificación «{ $code }» (número { $number }) { $verdict }.
evidence-course = El curso «{ $course }» de { $organisation }, terminado el { $day }
evidence-course-unnamed = Un curso de { $title } sin especificar, terminado el { $day }
evidence-work = Trabajo como { $role }, del { $from } al { $until }
evidence-work-open = Trabajo como { $role }, del { $from } hasta hoy
evidence-role-third-party = auditor de tercera parte
evidence-role-internal = auditor interno
evidence-role-at = { $role }, { $organisation }
verdict-valid = es válido el { $on }
verdict-held = consta el { $on }
verdict-held-until = consta el { $on } y es válido hasta el { $last }
verdict-lapsed-counts = fue válido hasta el { $last } y cuenta también después
verdict-lapsed = fue válido hasta el { $last } y el { $on } ya había caducado
verdict-accredited = estaba acreditado para { $title } ese día
verdict-taken-as-accredited = se da por acreditado ese día
verdict-counts = cuenta hasta el { $on }
verdict-counts-whole = cuenta
verdict-counts-to-course = cuenta hasta el día en que se termine un curso acreditado
verdict-awarded-after = se concedió después del { $on }
verdict-suspended = está suspendido el { $on }
verdict-withdrawn = está retirado el { $on }
verdict-expired = ha caducado el { $on }
verdict-unverified = aún no está verificado y no cuenta
verdict-rejected = fue rechazado ({ $reason }) y no cuenta
verdict-unrecognised = no está reconocida por el programa y no cuenta
verdict-other-qualification = es un curso para la cualificación «{ $code }», no de { $title }
verdict-completed-after = se terminó después del { $on }
verdict-organisation = lo impartió una entidad de formación que no estaba acreditada ese día ({ $why })
verdict-course = no estaba acreditado ese día ({ $why })
verdict-course-and-organisation = no estaba acreditado ese día ({ $course }), ni tampoco la entidad de formación que lo impartió ({ $organisation })
lapse-not-before = acreditación desde el { $day }
lapse-suspended = acreditación suspendida desde el { $day }
lapse-withdrawn = acreditación retirada el { $day }
lapse-until = acreditación hasta el { $day }
verdict-no-it = no fue en un entorno informático y no cuenta
verdict-role = fue en una función que no cuenta
verdict-began-after = empezó después del { $on }

### About the registry

about-title = Acerca de este registro
about-lead = Este registro decide según reglas escritas: { $scheme }. Da un motivo para cada decisión y permite que cualquiera la compruebe.
about-decides = Cómo decide
about-rules = Las reglas están en un único fichero del titular del programa. Está en uso su versión { $version }, y cada decisión indica la versión con la que se tomó. Estas son las cualificaciones, con quién puede presentarse y cómo se examinan:
about-results = El registro evalúa cada requisito al día del examen y dice de una vez todo lo que falta. Calcula el resultado a partir de los puntos; nadie se lo comunica.
about-eligibility = Compruebe si lo que tiene basta.
about-who = Quién decide qué
about-bodies = Organismos de certificación
about-bodies-do = Examinan a los candidatos, verifican las pruebas, comunican los puntos y auditan organizaciones.
about-registry = El registro
about-registry-does = Aplica las reglas a lo que comunican los organismos, rechaza lo que no permiten y concede los certificados.
about-registrars = Responsables del registro
about-registrars-do = Son personal del titular del programa. Inscriben organismos, acreditan la formación, revisan alcances y suspenden o retiran certificados, siempre con un motivo que queda registrado.
about-auditors =
    { $count ->
        [one] La inscripción de un organismo nombra al menos un auditor aprobado: alguien con un certificado { $title } válido o de la lista propia de los responsables del registro.
       *[other] La inscripción de un organismo nombra al menos { $count } auditores aprobados: personas con un certificado { $title } válido o de la lista propia de los responsables del registro.
    }
about-scopes =
    { $reviews ->
        [one] Antes de publicar el certificado de una organización, un responsable del registro revisa su alcance, una vez. Sin acuerdo, la solicitud se retira.
       *[other] Antes de publicar el certificado de una organización, un responsable del registro revisa su alcance, { $reviews } veces como máximo. Si en la última revisión no hay acuerdo, la solicitud se retira.
    }
about-statuses = Qué significa cada estado
about-history = Nada se sobrescribe: lo registrado permanece, y puede consultarse el estado en cualquier día anterior.
about-check = Cómo comprobarnos
about-verify = Con el número del certificado o con el propio fichero: así se ve también si fue alterado.
about-signed = Los certificados existen como ficheros firmados que cualquiera puede comprobar sin nosotros. Se firman con este identificador:
about-did = Documento DID
about-keys = Claves públicas
about-issuer = Emisor
about-lists = Unas listas de estado firmadas dicen si un certificado sigue vigente. Cada una abarca muchísimos, de modo que la consulta no nos revela cuál le interesa.
about-command = El programa comprueba un fichero en su propio ordenador:
about-programs = Todo lo que ve aquí también pueden leerlo los programas:
about-feed = Cambios del directorio, como canal
about-privacy = Qué ven los demás
about-names = El número de un certificado da su estado, cualificación, edición y fechas, y el organismo que examinó. El nombre solo se muestra si su titular lo consintió; si no, quien conozca el apellido puede compararlo.
about-tracks = Estas páginas no usan cookies ni piden nada a otros servicios. Ni los números ni los nombres que consulta se escriben en el registro de actividad.

### The feed of changes

feed-title = Cambios en el directorio
feed-subtitle = Lo que ha cambiado en los organismos de certificación, la formación y los certificados de las organizaciones, lo más reciente primero.
feed-effective = Con efecto desde el { $day }
feed-body-listed = { $name }: inscrito como organismo de certificación
feed-body-suspended = { $name }: inscripción suspendida
feed-body-reinstated = { $name }: inscripción restablecida
feed-body-withdrawn = { $name }: inscripción retirada
feed-training-accredited = { $name }: acreditada como organización de formación
feed-training-extended = { $name }: acreditación prorrogada
feed-training-suspended = { $name }: acreditación suspendida
feed-training-reinstated = { $name }: acreditación restablecida
feed-training-withdrawn = { $name }: acreditación retirada
feed-course-accredited = { $name }: curso acreditado
feed-course-extended = { $name }: acreditación del curso prorrogada
feed-course-suspended = { $name }: acreditación del curso suspendida
feed-course-reinstated = { $name }: acreditación del curso restablecida
feed-course-withdrawn = { $name }: acreditación del curso retirada
feed-certificate-published = { $name }: certificado publicado
feed-certificate-suspended = { $name }: certificado suspendido
feed-certificate-reinstated = { $name }: certificado restablecido
feed-certificate-withdrawn = { $name }: certificado retirado
feed-certificate-transferred = { $name }: certificado transferido a otro organismo
feed-training-suspension-ended = { $name }: fin de la suspensión de la acreditación
feed-training-ended = { $name }: acreditación caducada
feed-course-suspension-ended = { $name }: fin de la suspensión de la acreditación del curso
feed-course-ended = { $name }: acreditación del curso caducada
feed-certificate-suspension-ended = { $name }: fin de la suspensión del certificado
feed-certificate-expired = { $name }: certificado caducado

### The certificate on paper

paper-certificate = Certificado
paper-certifies = Se certifica que
paper-awarded = ha cumplido todos los requisitos del programa y obtiene la cualificación
paper-examined = examen basado en { $edition }
paper-examined-by = examen a cargo de { $body } y basado en { $edition }
paper-number = Número de certificado:
paper-awarded-on = Otorgado el:
paper-valid-until = Válido hasta:
paper-valid-for-good = sin fecha de fin
paper-confirmation = Confirmación
paper-confirms = El registro confirma que
paper-is-certified = está certificada conforme a
paper-certified-by = por { $body }
paper-valid-from = Válido desde:
paper-confirmation-title = Confirmación: { $holder } está certificada conforme a { $edition }
paper-check = Comprobar este certificado
paper-scan = Escanee el código o compruébelo en
paper-check-at = Comprobar este certificado en { $address }
paper-decides = Decide el registro, no este papel: un certificado puede quedar suspendido o retirado.
paper-code = Código QR con la dirección donde comprobar este certificado: { $address }
paper-issued = Emitido por { $issuer } el { $day }. El certificado firmado va adjunto a este archivo.
paper-title = Certificado { $qualification } de { $holder }
paper-description = Certificado { $number }. Puede comprobarse en { $address }
paper-attachment = El certificado firmado { $number }
paper-demonstration = DEMOSTRACIÓN
paper-demonstration-means = Demostración: los datos son inventados y esto no es un certificado.
paper-unshown = El registro no tiene tipografía para { $scripts }, por lo que algunas letras de un nombre figuran aquí con sus números Unicode. El certificado firmado adjunto contiene el nombre tal como consta.

# /open-data
open-data-title = Datos abiertos
open-data-lead = Todo lo que el directorio muestra al público, en archivos: organismos de certificación, cursos, organizaciones de formación y organizaciones certificadas. Se generan una vez al día.
open-data-files = Archivos
open-data-as-of = A fecha de { $day }
open-data-files-table = Los archivos, en CSV para hojas de cálculo y en NDJSON para programas
open-data-file = Archivo
open-data-lines = Líneas
open-data-kilobytes = Kilobytes
open-data-manifest = La lista firmada de estos archivos
open-data-none = Todavía no hay archivos. Los primeros se generan pocos minutos después de que se inicie el registro.
open-data-resumed = Una descarga interrumpida puede reanudarse. Se conservan los archivos de los últimos siete días.
open-data-licence = Licencia
open-data-no-licence = Quien gestiona este registro no ha elegido ninguna licencia. Los archivos pueden utilizarse en la medida en que la ley lo permita.
open-data-check = Comprobar los archivos
open-data-check-note = La lista firmada es una JSON Web Signature (RS256). Su clave está entre las de este registro en /.well-known/did.json. Compare el SHA-256 de cada archivo con el de la lista: lo que coincide se generó aquí y no ha cambiado.
open-data-dictionary = Qué significan las columnas
open-data-dictionary-note = Los nombres y sus significados están en inglés. Para programas:
open-data-column = Columna
open-data-type = Tipo
open-data-meaning = Significado
