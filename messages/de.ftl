# Was die Seiten auf Deutsch sagen. Begriffe nach ISO/IEC 17024: gültig, ausgesetzt, zurückgezogen, abgelaufen.

## Days and instants

date-day =
    { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }
date-moment = { $day }, { $time } Uhr UTC

## On every page

skip-to-content = Zum Inhalt springen
navigation-main = Hauptnavigation
navigation-menu = Menü
navigation-verify = Zertifikat prüfen
navigation-api = API
navigation-language = Sprache
footer-registry = Das Zertifizierungsregister des Qualifizierungsprogramms für ISO/IEC 20000
navigation-texts = Zum Betreiber
operator-is = Betrieben von { $name }
operator-is-missing = Wer dieses Register betreibt, hat noch keinen Namen angegeben.
operator-write = Schreiben Sie an
demonstration = Demonstration: Alle Einträge hier sind erfunden, und kein Zertifikat hier ist etwas wert.
text-contact = Kontakt
text-contact-missing = Der Betreiber dieses Registers hat nicht veröffentlicht, wie man ihn erreicht.
text-imprint = Impressum
text-imprint-missing = Der Betreiber dieses Registers hat kein Impressum veröffentlicht: Wer rechtlich dafür verantwortlich ist, ist hier nicht bekannt.
text-privacy = Datenschutz
text-privacy-missing = Der Betreiber dieses Registers hat keine Datenschutzerklärung veröffentlicht. Was folgt, gilt für das Programm, wer immer es betreibt.
text-terms = Nutzungsbedingungen
text-terms-missing = Der Betreiber dieses Registers hat keine Nutzungsbedingungen veröffentlicht.
text-terms-known = Jeder darf hier Zertifikate nachschlagen, ohne Konto. Ein Status gilt für den Augenblick, in dem er nachgeschlagen wurde.
text-accessibility = Barrierefreiheit
text-accessibility-missing = Der Betreiber dieses Registers hat keine Erklärung zur Barrierefreiheit veröffentlicht.
text-accessibility-known = Die Seiten des Programms sind darauf angelegt, WCAG 2.2, Stufe AA, zu erfüllen. Sie lassen sich mit der Tastatur, mit Bildschirmlesern, ohne Skripte, hell und dunkel und ab einer Breite von 320 Pixeln benutzen; jede Seite wird in jeder Sprache von einem Programm geprüft. Zertifikate als PDF sind für Bildschirmleser ausgezeichnet (PDF/UA-1).
text-appeals = Einsprüche und Beschwerden
text-appeals-missing = Der Betreiber dieses Registers hat nicht veröffentlicht, wie Einsprüche und Beschwerden behandelt werden.
text-appeals-known = Jede Entscheidung ist mit ihren Gründen festgehalten, und wer geprüft wurde, kann sie verlangen. Wenden Sie sich zuerst an die Zertifizierungsstelle, die geprüft hat; hat eine Stelle geprüft, nennt das Zertifikat sie.
text-other-language = Diesen Text gibt es nicht auf Deutsch.

## How to take part: what is said where the operator gives no text

how-certified = Wie eine Organisation zertifiziert wird
how-certified-lead = Eine registrierte Zertifizierungsstelle auditiert, wie Ihre Organisation ihre Services steuert, zertifiziert sie nach ISO/IEC 20000-1, und das Register veröffentlicht es.
how-certified-scope = Legen Sie zuerst fest, welche Services, Standorte und Kunden das Zertifikat umfassen soll, und halten Sie das als seinen Geltungsbereich fest.
how-certified-body = Wählen Sie dann eine Stelle: jede, die hier gelistet ist. Sie sagt Ihnen, was sie braucht, führt das Audit durch und entscheidet.
how-certified-after = Ein veröffentlichtes Zertifikat finden hier alle, mit seinem Geltungsbereich und der Stelle, die zertifiziert hat. Sie kann es auch aussetzen, wieder in Kraft setzen oder zurückziehen.
how-body = Wie eine Stelle registriert wird
how-body-lead = Zertifizierungsstellen, die IT-Dienstleister auditieren, können als registrierte Zertifizierungsstellen (RCB) gelistet werden.
how-body-asked = Wer sich bewirbt, nennt Namen, Land, und von wem und unter welcher Nummer die Stelle akkreditiert ist. Schreiben Sie dem Betreiber des Registers.
how-body-listed = Ein Registrar listet sie von einem Tag an. Eine Listung kann ausgesetzt, wieder in Kraft gesetzt und zurückgezogen werden, und ihr Verlauf ist öffentlich.
how-body-does = Solange sie gelistet ist, registriert eine Stelle Kandidaten, Nachweise und Ergebnisse und reicht Zertifikate von Organisationen ein, einzeln oder als Datei.
how-scheme = Wie das Zertifizierungsprogramm für Organisationen arbeitet
how-scheme-lead = Registrierte Zertifizierungsstellen auditieren IT-Dienstleister nach ISO/IEC 20000-1. Das Programm veröffentlicht, wer zertifiziert ist, wofür und von wem.
how-scheme-decision = Die Stelle, die auditiert hat, entscheidet und steht für ihre Zertifikate ein. Sie reicht Organisation, Standorte, Ausgabe, Daten und Geltungsbereich ein.
how-scheme-register = Ausgesetzte, zurückgezogene und abgelaufene Zertifikate bleiben mit ihrem Verlauf verzeichnet. Eine abgelöste Ausgabe der Norm hat einen letzten Tag, an dem nach ihr zertifiziert werden kann.
how-logo = Wie das Logo des Programms verwendet werden darf
how-logo-lead = Der Betreiber dieses Registers hat keine Regeln für sein Logo veröffentlicht. Verwenden Sie es bis dahin nur mit seiner Zustimmung.
how-logo-who = Nur wer zertifiziert oder gelistet ist, verwendet es, nur solange das gilt, und nur für das, was das Zertifikat umfasst.
how-logo-what = Es steht für die Steuerung von Services. Auf Produkten, auf Prüfberichten oder neben dem Namen einer Person würde es sagen, was kein Audit gezeigt hat.
how-logo-end = Wer ausgesetzt oder zurückgezogen ist, verwendet es sofort nicht mehr. Es entscheidet das Register, nicht ein Logo: Schlagen Sie die Organisation nach.

## The home page

home-title = Zertifizierungsregister
home-lead = Dieses Register führt, wer nach dem { $scheme } qualifiziert ist, wer die Prüfung abgenommen hat und was jedes Zertifikat heute wert ist.
home-qualifications = Qualifikationen
home-eligibility = Sehen Sie, ob das, was Sie mitbringen, für eine Prüfung genügt.
home-scheme = Die Norm und ihr Programm
home-standard = Was ISO/IEC 20000 ist, ihre Teile, und welche Ausgabe heute gilt.
home-benefits = Was sie Einzelnen und Organisationen bringt.
home-api = Die API, zum Lesen und Ausprobieren
home-openapi = Das OpenAPI-Dokument
home-problems = Was jeder Fehler bedeutet und was dann zu tun ist

## Asking about a certificate

verify-title = Zertifikat prüfen
verify-lead = Geben Sie die Nummer des Zertifikats ein und den Namen der Person, die es Ihnen gezeigt hat. Das Register sagt Ihnen sofort, ob es heute gültig ist und ihr gehört.
verify-description = Geben Sie die Nummer eines Zertifikats ein oder wählen Sie seine Datei: Das Register sagt, ob es gültig ist.
number-label = Zertifikatsnummer
number-hint = Zwölf Buchstaben und Ziffern, wie auf dem Zertifikat. Groß- und Kleinschreibung, Bindestriche und Leerzeichen spielen keine Rolle.
number-button = Zertifikat prüfen
number-name-label = Familienname (wenn Sie ihn vergleichen möchten)
number-again = Andere Nummer prüfen
file-title = Datei prüfen
file-lead = Wenn Sie das Zertifikat als Datei erhalten haben, prüfen Sie die Datei selbst: So zeigt sich auch, ob sie verändert wurde.
file-label = Datei auswählen oder hier ablegen
file-hint = PDF, JSON oder JWS, höchstens 5 MB. Die Datei wird nur gelesen und nicht aufbewahrt.
file-button = Datei prüfen

## A number that cannot be one

mistyped-empty = Geben Sie zuerst die Nummer ein: Sie steht auf dem Zertifikat.
mistyped-length =
    { $found ->
        [one] Das ist ein Zeichen; eine Zertifikatsnummer hat 12, Bindestriche nicht mitgezählt.
       *[other] Das sind { $found } Zeichen; eine Zertifikatsnummer hat 12, Bindestriche nicht mitgezählt.
    }
mistyped-character = „{ $character }“ kommt in keiner Zertifikatsnummer vor: Sie besteht aus Ziffern und den Buchstaben A bis Z ohne U.
mistyped-check = Ein Zeichen ist falsch, oder zwei sind vertauscht: Das letzte Zeichen, das dies anzeigt, passt nicht zu den übrigen.
mistyped-advice = Vergleichen Sie die Nummer Zeichen für Zeichen mit dem Zertifikat. Der Buchstabe O zählt als Ziffer 0, I und L zählen als 1.

## The status of a certificate

number-title = Zertifikat { $number }
number-kind = Zertifikat
number-preview = Zertifikat { $number }: Status prüfen
number-description = Auf dieser Seite sagt das Register, was dieses Zertifikat heute wert ist.
status-valid = Gültig
status-suspended = Ausgesetzt
status-withdrawn = Zurückgezogen
status-expired = Abgelaufen
status-unknown = Unbekannt
status-mistyped = Vertippt
status-was-valid = War am { $day } gültig
status-was-suspended = War am { $day } ausgesetzt
status-was-withdrawn = War am { $day } bereits zurückgezogen
status-was-expired = War am { $day } bereits abgelaufen
status-was-unknown = Am { $day } nicht verzeichnet
status-label = Status
status-as-of = Status am { $day }
status-checked = Abgefragt am { $moment }
status-past = Sie sehen einen früheren Tag. Heute kann etwas anderes gelten.
status-today = Heutigen Status anzeigen
valid-means = Das Register hat dieses Zertifikat ausgestellt, und es ist in Kraft.
valid-next = Vergleichen Sie die Qualifikation und die Daten unten mit dem, was Ihnen vorliegt, und prüfen Sie, ob der Name stimmt.
valid-next-named = Vergleichen Sie Qualifikation und Daten unten mit dem, was Ihnen vorgelegt wurde.
suspended-means = Das Register hat dieses Zertifikat ausgestellt, aber es ist zurzeit außer Kraft. Wer es innehat, darf es nicht verwenden, bis es wieder eingesetzt ist.
suspended-next = Verlassen Sie sich heute nicht darauf. Fragen Sie die betreffende Person danach, und sehen Sie hier noch einmal nach, bevor Sie entscheiden.
withdrawn-means = Das Register hat dieses Zertifikat ausgestellt und endgültig zurückgezogen. Niemand darf es mehr verwenden.
withdrawn-next = Erkennen Sie es nicht an, so gut Papier oder Datei auch aussehen. Vielleicht gibt es ein anderes Zertifikat: Fragen Sie nach dessen Nummer.
result-annulled = Das Prüfungsergebnis, auf das es ausgestellt wurde, ist annulliert: es hätte dieses Ergebnis nie geben dürfen.
expired-means = Das Register hat dieses Zertifikat ausgestellt, und sein letzter Gültigkeitstag ist vorbei.
expired-next = Verlassen Sie sich heute nicht darauf. Wer sich seither erneut hat zertifizieren lassen, hat eine neue Nummer: Fragen Sie danach.
unknown-means = Die Nummer ist richtig gebildet, aber das Register hat nie ein Zertifikat mit ihr ausgestellt.
unknown-next = Vergleichen Sie die Nummer noch einmal mit dem Zertifikat. Steht sie wirklich so dort, erkennen Sie es nicht an: Es stammt nicht aus diesem Register.
unknown-means-then = An diesem Tag gab es kein Zertifikat mit dieser Nummer.
unknown-next-then = Es kann später ausgestellt worden sein. Sehen Sie sich den heutigen Status an.
mistyped-means = Kein Zertifikat kann diese Nummer haben. Über das Zertifikat selbst sagt das nichts aus.

## Das Zertifikat einer Organisation

fact-confirmed = Von der Stelle zuletzt bestätigt
fact-organisation = Organisation
organisation-verify-title = Zertifikat einer Organisation prüfen
organisation-verify-lead = Das Zertifikat einer Organisation trägt eine Nummer, die ihre Zertifizierungsstelle vergeben hat. Geben Sie sie so ein, wie sie auf dem Papier steht.
organisation-verify-person = Zertifikat einer Person prüfen
organisation-number-label = Nummer auf dem Papier
organisation-number-hint = Groß- und Kleinschreibung, Leerzeichen und Bindestriche spielen keine Rolle.
organisation-body-label = Zertifizierungsstelle auf dem Papier
organisation-body-hint = Nur nötig, wo mehrere Stellen dieselbe Nummer verwenden.
organisation-choose-title = Mehrere Stellen verwenden diese Nummer
organisation-choose-lead = Wählen Sie die Stelle, die auf dem Papier steht.
organisation-not-either = Auch kein Zertifikat einer Organisation hat diese Nummer.
organisation-mistyped-means = Kein Zertifikat einer Organisation kann diese Nummer haben.
organisation-certificate-verify = Dieses Zertifikat prüfen
register-mistyped-means = Die Nummer in dieser Adresse ist keine des Registers: Ein Zeichen ist falsch, fehlt oder ist vertauscht.
organisation-valid-means = Dieses Zertifikat einer Organisation ist in Kraft.
organisation-valid-next = Vergleichen Sie Organisation, Geltungsbereich, Standorte und Tage unten mit dem, was Ihnen gezeigt wurde.
organisation-suspended-means = Dieses Zertifikat ist bis auf Weiteres außer Kraft. Die Organisation darf sich nicht darauf berufen, bis es wieder eingesetzt ist.
organisation-suspended-next = Verlassen Sie sich heute nicht darauf. Fragen Sie die Zertifizierungsstelle danach, und sehen Sie hier noch einmal nach, bevor Sie entscheiden.
organisation-withdrawn-means = Dieses Zertifikat wurde endgültig entzogen. Niemand darf sich mehr darauf berufen.
organisation-withdrawn-next = Nehmen Sie es nicht an, wie gut das Papier auch aussieht. Ob die Organisation ein anderes Zertifikat hat, zeigt ihre Seite.
organisation-expired-means = Der letzte Tag dieses Zertifikats ist vorbei.
organisation-expired-next = Verlassen Sie sich heute nicht darauf. Ob die Organisation seither erneut zertifiziert wurde, zeigt ihre Seite.
organisation-unknown-means = Ein Zertifikat mit dieser Nummer ist hier nicht veröffentlicht.
organisation-unknown-next = Vergleichen Sie Nummer und Stelle noch einmal mit dem Papier. Steht es wirklich so da, verlassen Sie sich nicht darauf, und fragen Sie die Stelle, die es nennt.
organisation-link-title = Der Kurzlink
organisation-link-lead = Wer ihm folgt oder den Code fotografiert, sieht, was dann gilt. Er darf neben das Zertifikat gedruckt werden.
organisation-link-download = Der Code als Zeichnung (SVG)
organisation-link-code = QR-Code mit dem Kurzlink dieses Zertifikats
organisation-mark-title = Ein Zeichen für eine Website
organisation-mark-lead = Das Zeichen sagt immer, was heute gilt: Ist das Zertifikat ausgesetzt, entzogen oder abgelaufen, so sagt es das.
organisation-mark-how = Setzen Sie dies unverändert in die Seite. Es führt hierher; eine Kopie des Bildes sagte nur, was am Tag der Kopie galt.
organisation-mark-alt = Das Zeichen, wie es heute ist
mark-unknown-now = Das Register kann es gerade nicht sagen

## What is known of a certificate

facts-title = Das Zertifikat
fact-qualification = Qualifikation
fact-edition = Ausgabe
fact-examined-by = Geprüft durch
fact-awarded = Ausgestellt am
fact-expires = Gültig bis
fact-expires-never = unbefristet
fact-renewable = Kann verlängert werden
fact-renewable-days = vom { $from } bis zum { $until }
fact-renews-certificate = Verlängert
fact-renewed-by-certificate = Verlängert durch
fact-suspended-until = Ausgesetzt bis
fact-holder = Ausgestellt für
fact-holder-hidden = Nicht öffentlich. Wenn Sie den Namen kennen, vergleichen Sie ihn auf dieser Seite.
history-title = Verlauf
turn-awarded = Ausgestellt
turn-suspended = Ausgesetzt
turn-suspended-until = Ausgesetzt, bis zum { $day }
turn-reinstated = Wieder gültig
turn-withdrawn = Zurückgezogen
turn-expired = Abgelaufen

## Checking the name, and an earlier day

name-title = Namen prüfen
name-lead = Ein Zertifikat besagt nur etwas über die Person, für die es ausgestellt wurde. Vergleichen Sie hier den Namen; lesbar wird er nirgends gespeichert.
name-label = Familienname
name-hint = Groß- und Kleinschreibung und Akzente spielen keine Rolle, auch nicht die Schreibweise des Reisepasses (Mueller für Müller).
name-button = Namen vergleichen
name-matches = Der Name stimmt überein: Dieses Zertifikat wurde für { $name } ausgestellt.
name-earlier = Das ist ein früherer Name der Person, für die das Zertifikat ausgestellt wurde.
name-earlier-means = Der eingetragene Name hat sich seitdem geändert; Papiere aus der Zeit davor tragen den früheren Namen. Das Zertifikat gehört derselben Person.
name-differs = Der Name stimmt nicht überein.
name-differs-valid = Gültig, aber nicht für „{ $name }“
name-differs-other = { $status }, und nicht für „{ $name }“
name-differs-means = Das Zertifikat mit dieser Nummer ist in Kraft, aber für seine Inhaberin oder seinen Inhaber ist ein anderer Familienname eingetragen.
name-differs-next = Prüfen Sie die Schreibweise, und geben Sie nur den Familiennamen an. Stimmt er dann immer noch nicht überein, wurde das Zertifikat für jemand anderen ausgestellt.
name-missing = Geben Sie zuerst den Familiennamen ein.
name-unreadable = Das ist kein Name: Er ist zu lang oder hat Zeichen, die in keinem Namen vorkommen.
name-waits = Für dieses Zertifikat wurden, von Ihnen oder von anderen, zu viele falsche Namen versucht. Ab { $moment } werden wieder Namen verglichen. Was diese Seite über das Zertifikat sagt, gilt inzwischen; wem es gehört, steht in der Datei, die der Inhaber oder die Inhaberin hat.
day-title = Status an einem früheren Tag
day-lead = Zum Beispiel am Tag eines Audits oder eines Vertragsabschlusses.
day-label = Tag
day-button = Status anzeigen
day-wrong = Diesen Tag gibt es nicht. Schreiben Sie ihn als Jahr, Monat und Tag: 2024-05-17.
day-future = Dieser Tag liegt in der Zukunft. Was dann gilt, kann noch niemand sagen.
print-address = Diese Seite: { $address }

## The holder's page

holder-title = Ihr Zertifikat
holder-keep-secret = Behalten Sie den Link, den Sie geöffnet haben, für sich: Wer ihn hat, kann Ihr Zertifikat herunterladen und über Ihren Namen entscheiden. Um anderen Ihr Zertifikat zu zeigen, geben Sie ihnen die Adresse weiter unten.
holder-suspended-next = Verwenden Sie es nicht, bis es wieder eingesetzt ist. Die Zertifizierungsstelle, die Sie geprüft hat, kann Ihnen sagen, was zu tun ist.
holder-withdrawn-next = Wenn Sie das nicht erwartet haben, fragen Sie die Zertifizierungsstelle, die Sie geprüft hat.
holder-expired-next = Sie können weiterhin zeigen, was Sie erreicht haben, aber nicht, dass es heute gilt. Eine Zertifizierungsstelle kann Ihnen sagen, wie Sie erneut zertifiziert werden.
holder-gone = Dieser Link funktioniert nicht
holder-gone-next = Es gibt ihn nicht, oder er ist nicht mehr gültig. Bitten Sie die Stelle, von der das Zertifikat stammt, um einen neuen.
holder-closed = Diese Seite ist geschlossen
holder-closed-next = Sie schließt sich nach einer halben Stunde ohne Benutzung, damit niemand anders sie offen vorfindet. Öffnen Sie den Link, den Sie bekommen haben, noch einmal.
files-title = Herunterladen
files-lead = Das PDF ist zum Drucken und zum Versenden. Es hat einen Code, der zu diesem Register führt, und enthält das signierte Zertifikat.
files-pdf = Zertifikat als PDF
files-pdf-english = Es ist auf Englisch: Das Register hat keine Schrift für diese Sprache.
files-pdf-others = Auch auf:
files-programs = Für Programme und für Sammlungen digitaler Zertifikate:
files-jwt = Signiertes Zertifikat (JWT)
files-json = Signiertes Zertifikat (JSON)
files-none = Solange das Zertifikat ausgesetzt ist und sobald es zurückgezogen ist, gibt es nichts herunterzuladen.
files-unsigned = Zurzeit kann nichts signiert werden
files-unsigned-next = Das Register ist nicht unter der Adresse eingerichtet, unter der alle es erreichen. Bitte sagen Sie der Stelle, die Sie geprüft hat, Bescheid; was im Register über Ihr Zertifikat steht, ist davon nicht betroffen.
share-title = Weitergeben
share-lead = Wer diese Adresse öffnet, sieht, was Ihr Zertifikat an diesem Tag wert ist.
share-label = Adresse zum Weitergeben
share-open = Ansehen, was andere sehen
listing-title = Ihr Name auf den öffentlichen Seiten
listing-lead = Sie entscheiden, und Sie können es sich jederzeit anders überlegen. Ihre Entscheidung gilt für alle Ihre Zertifikate in diesem Register. Ein verborgener Name ist kein Nachteil: Wer Ihren Familiennamen kennt, kann ihn vergleichen.
listing-is-shown = Alle, die Ihr Zertifikat nachschlagen, sehen Ihren Namen.
listing-is-hidden = Ihr Name ist verborgen. Nur wer Ihren Familiennamen richtig eingibt, sieht ihn.
listing-show = Meinen Namen allen zeigen
listing-hide = Meinen Namen verbergen
listing-saved = Ihre Entscheidung ist gespeichert.

## The standard

standard-title = Die Norm
standard-lead = ISO/IEC 20000 ist die internationale Norm, mit der eine Organisation zeigt, dass sie IT-Services hervorragend steuert, und nachweist, dass sie bewährten Verfahren folgt.
standard-what = Was sie ist
standard-what-system = Unter den internationalen Normen ist sie diejenige, die allein dem IT-Service-Management gilt. Ihre Managementprozesse greifen ineinander: Zusammen bilden sie ein Service-Management-System, mit dem Services wirksam zum Geschäft und zu seinen Kunden gelangen.
standard-what-improvement = Wer IT-Services nach dieser Norm erbringt, betreibt ein solches System, und das System verpflichtet dazu, die Services fortlaufend zu verbessern.
standard-what-adoption = Sie hat sich weltweit rasch verbreitet, bei Dienstleistern innerhalb von Organisationen ebenso wie bei solchen, die für andere arbeiten. Im Wettbewerb hebt sie einen Anbieter heraus.
standard-itil = Die Norm und ITIL
standard-itil-means = Die Norm ist auf ITIL abgestimmt, das Rahmenwerk bewährter Verfahren, und ergänzt den Prozessansatz, den ITIL beschreibt.
standard-parts = Ihre Teile
standard-part-one = Teil 1: { $edition }, die Spezifikation
standard-part-one-means = Die förmlichen Anforderungen an ein Service-Management-System, in sechs Bereichen:
standard-area-general = allgemeine Anforderungen an ein Service-Management-System
standard-area-design = Entwurf und Überführung neuer oder geänderter Services
standard-area-delivery = Prozesse der Service-Erbringung
standard-area-relationship = Beziehungsprozesse
standard-area-resolution = Lösungsprozesse
standard-area-control = Steuerungsprozesse
standard-part-two = Teil 2: { $edition }, der Leitfaden
standard-part-two-means = Wie Service-Management-Systeme angewendet werden, mit bewährten Verfahren für die Prozesse im Anwendungsbereich von Teil 1.
standard-part-three = Teil 3: { $edition }, Geltungsbereich und Anwendbarkeit
standard-part-three-means = Ein Leitfaden dazu, wie ein Geltungsbereich festgelegt wird und wo Teil 1 anwendbar ist. Er begann als Technischer Bericht (TR).
standard-parts-further = Weitere Teile
standard-parts-further-means = Sie fügen Hinweise und Auskünfte zu einzelnen Gesichtspunkten und Anwendungen hinzu.
standard-editions = Ihre Ausgaben
standard-first = Erste Ausgabe
standard-second = Zweite Ausgabe
standard-second-means = Die der Jahre, in denen diese Prüfungen entstanden.
standard-examined = Geprüft wird
standard-examined-means = Alle Prüfungen ab dem { $day } beruhen darauf.
standard-current = Heute gültig
standard-current-means = Teil 1. Seine Bereiche sind neu geordnet, wie die anderer Normen für Managementsysteme.
standard-current-others = Die heutigen Ausgaben der übrigen: { $editions }
standard-certified-until = Organisationen wurden bis zum { $day } zertifiziert
standard-valid-until = Organisationen wurden bis zum { $day } zertifiziert; ihre Zertifikate galten bis zum { $last }
standard-organisations = Ausgaben, nach denen Organisationen zertifiziert werden

## Benefits

benefits-title = Nutzen
benefits-lead = Was die Prüfungen denen bringen, die sie ablegen, und die Norm den Organisationen, die ihr folgen.
benefits-individuals = Für Einzelne
benefits-learning = Mit { $first } und { $second } lernen Sie,
benefits-relation = wie die Norm und die bewährten Verfahren des IT-Service-Managements zusammengehören, und wie Sie für eine Organisation geeignete Methoden auswählen und anwenden
benefits-scoping = Fragen der Anwendbarkeit, der Zulassung und des Geltungsbereichs zu erkennen und zu erklären: So können Sie mit beurteilen, ob eine Organisation reif für die Zertifizierung ist, bei Audits helfen und zur fortlaufenden Verbesserung beraten
benefits-gap = eine Lückenanalyse zu erstellen, hinter der ein Plan für Verbesserung und Umsetzung steht
benefits-parts = zu beschreiben, was Spezifikation und Leitfaden umfassen, bezwecken und wozu sie dienen, jeweils nach ihrer Rolle unter den Teilen der Norm
benefits-processes = zu erkennen, warum Prozesse des Service-Managements geplant und eingeführt werden müssen, über Services und die wichtigsten Kennzahlen der Prozesse zu berichten, regelmäßig Reviews, Bewertungen und Audits abzuhalten und die weitere Verbesserung der Services zu planen
benefits-auditing = Mit { $title } sind Sie als Auditor der Norm zertifiziert.
benefits-organisations = Für Organisationen
benefits-culture = Eine Kultur, die bleibt
benefits-culture-means = Lernen und fortlaufende Verbesserung werden zur Gewohnheit, mit einem Ziel, das es zu erreichen und zu halten gilt: bessere IT-Services sowie ein Geschäft und Kunden, die ihrem Dienstleister mehr vertrauen.
benefits-integrated = Prozesse, die zusammenpassen
benefits-integrated-means = Im Blick stehen aufeinander abgestimmte Prozesse und Lösungen, die zu den Geschäftsprozessen, den Kunden und den Anwendern passen und für sie wirken.
benefits-cost = Weniger Kosten, weniger Risiko
benefits-cost-means = Änderungen gehen schneller, die Beschäftigten schaffen mehr, Können und Fachwissen werden besser genutzt. Das kostet auf Dauer weniger, und Geschäftsziele werden seltener verfehlt.
benefits-structure = Ein geordnetes Vorgehen
benefits-structure-means = Hinweise aus bewährten Verfahren helfen, das Geschäft und seinen Bedarf, Rollen und Prozesse besser zu verstehen. Das kommt dem Ruf, den Beziehungen, der Zusammenarbeit und der Verständigung mit Geschäft und Kunden zugute.
benefits-self = Selbstbewertung
benefits-self-means = Eine Organisation kann die eigenen Prozesse und Tätigkeiten an einer internationalen Norm messen, um Verbesserungen zu finden und umzusetzen.
benefits-independent = Unabhängige Anerkennung
benefits-independent-means = Unabhängige Auditoren von außen prüfen die Einhaltung, in einem Programm und nach einer Norm, die weltweit anerkannt und geachtet sind.

## What is told of each qualification

level-purpose = Zweck
level-audience = Für wen sie ist
level-opens = Was sie eröffnet
level-opens-means = Sie erfüllt die Voraussetzung für { $title }.
level-course = Der Kurs
level-course-mandatory = Einen akkreditierten Kurs zur Qualifikation { $title } besucht zu haben ist Pflicht: Ohne ihn legt niemand die Prüfung ab.
level-based-on = Grundlage
level-days = Prüfungstage
level-days-from = ab dem { $day }
level-days-until = bis zum { $day }
level-days-between = vom { $from } bis zum { $until }
level-format-latest = Das heutige Format
level-format-earlier = Frühere Formate
level-current = Was heute gültig ist
level-current-means = Die Norm entwickelt sich weiter: Ihre heutige Ausgabe ist { $edition }. Die Prüfung beruht auf der oben genannten Ausgabe, und so sagt es auch das Zertifikat.

## Documents and notices

documents-title = Dokumente
documents-lead = Was der Träger des Programms veröffentlicht, und Arbeiten anderer über die Norm in der Praxis.
documents-none = Noch ist kein Dokument veröffentlicht.
document-white-paper = Fachpapier
document-case-study = Fallstudie
document-guide = Leitfaden
document-rules = Regelwerk
document-of = von { $owner }
document-file = PDF, { $kilobytes } kB
news-title = Neuigkeiten
news-lead = Was der Träger des Programms zu Norm und Programm bekannt gibt.
news-none = Noch ist nichts bekannt gegeben.
news-more = Mehr dazu
news-feed = Als Feed (Atom)

## The leaflets

leaflet-format = { $style }: { $questions }; zum Bestehen nötig: { $pass }; { $duration }; Hilfsmittel: { $aids }
leaflet-of-scheme = Das Programm im Überblick (Faltblatt, PDF)
leaflet-of-level = { $title } im Überblick (Faltblatt, PDF)
leaflet-address = Dieses Faltblatt sagt, was das Register sagt, und dieses ist auf dem neuesten Stand: { $address }
leaflet-code = QR-Code mit der Adresse { $address }

## A qualification

qualification-description = { $title }: was die Qualifikation zeigt, wie sie geprüft wird und wer zur Prüfung zugelassen ist.
qualification-examination = Die Prüfung
qualification-format = Format
qualification-paper = Aufgaben
qualification-questions =
    { $questions } { $questions ->
        [one] Frage
       *[other] Fragen
    } mit je { $marks ->
        [one] einem Punkt
       *[other] { $marks } Punkten
    }
qualification-pass = Zum Bestehen nötig
qualification-pass-of = { $pass } von { $available } Punkten ({ $percent } %)
qualification-duration = Dauer
qualification-minutes =
    { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    }
qualification-book = Hilfsmittel
qualification-book-closed = keine (closed book)
qualification-book-open = Open Book: { $permitted }
qualification-declared = Wie eine solche Prüfung aufgebaut war und bewertet wurde, ist hier nicht festgehalten. Die Ergebnisse sind so verzeichnet, wie sie gemeldet wurden.
qualification-validity = Wie lange ein Zertifikat gültig ist
qualification-valid-for =
    { $years ->
        [one] Ein Jahr ab dem Tag der Prüfung.
       *[other] { $years } Jahre ab dem Tag der Prüfung.
    }
qualification-valid-always = Unbefristet. Es kann ausgesetzt oder zurückgezogen werden; schlagen Sie deshalb seine Nummer nach.
renewal-title = Verlängerung
renewal-days =
    Ein Zertifikat kann verlängert werden: ab { $before ->
        [one] einem Monat
       *[other] { $before } Monaten
    } vor seinem letzten Tag, bis { $after ->
        [0] zu diesem Tag
        [one] einen Monat danach, wenn es abgelaufen ist
       *[other] { $after } Monate danach, wenn es abgelaufen ist
    }. Eines davon genügt:
renewal-examination = Die Prüfung für { $title } bestehen.
renewal-points =
    { $points ->
        [one] Ein Fortbildungspunkt
       *[other] { $points } Fortbildungspunkte
    } seit der Ausstellung, jeder geprüft.
renewal-years = Die Jahre des nächsten Zertifikats zählen vom Ende des vorigen an: Wer früh kommt, verliert keine Tage, und wer spät kommt, gewinnt keine.
qualification-who = Wer zur Prüfung zugelassen ist
requirement-anyone = Alle.
requirement-all = Wer alle diese Bedingungen erfüllt:
requirement-any = Wer eine dieser Bedingungen erfüllt:
requirement-certification = besitzt das Zertifikat { $title }
requirement-lapsed-counts = auch wenn es abgelaufen ist
requirement-course = hat einen akkreditierten Kurs zur Qualifikation { $title } besucht
requirement-experience =
    { $years ->
        [one] hat mindestens ein Jahr Erfahrung mit der Durchführung von Audits in einer IT-Umgebung
       *[other] hat mindestens { $years } Jahre Erfahrung mit der Durchführung von Audits in einer IT-Umgebung
    }
requirement-counted-to-course = { $roles }; gezählt bis zu dem Tag, an dem dieser Kurs abgeschlossen wurde
requirement-role-both = bei Audits durch Dritte oder bei internen Audits einer Organisation
requirement-role-third-party = bei Audits durch Dritte
requirement-role-internal = bei internen Audits einer Organisation

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = Qualifizierungsprogramm für ISO/IEC 20000
scheme-foundation = Hat Grundkenntnisse des Inhalts und der Anforderungen von ISO/IEC 20000 und der Art, wie die Norm bei einem typischen IT-Dienstleister wirkt.
scheme-practitioner = Versteht den Inhalt von ISO/IEC 20000 und kann ihn in Organisationen anwenden, die zertifiziert sind oder eine Zertifizierung erwägen.
scheme-auditor = Versteht die Grundsätze des IT-Service-Managements und die Anforderungen von ISO/IEC 20000-1.
scheme-foundation-purpose = Wer besteht, hat gute Grundkenntnisse dessen gezeigt, was ISO/IEC 20000 enthält und verlangt, und versteht, wie die Norm bei einem typischen IT-Dienstleister wirkt.
scheme-foundation-audience = Die Einstiegsstufe, für alle, die mit ISO/IEC 20000 beginnen.
scheme-practitioner-purpose = Wer besteht, hat gezeigt, dass er den Inhalt von ISO/IEC 20000 versteht und dort anwenden kann, wo eine Organisation zertifiziert ist oder es erwägt.
scheme-practitioner-audience = Für alle, die in einer solchen Organisation mit der Norm arbeiten.
scheme-auditor-purpose = Wer besteht, hat gezeigt, dass er die Grundsätze des IT-Service-Managements und die Anforderungen von ISO/IEC 20000-1:2011 versteht.
scheme-auditor-audience = Für erfahrene Auditoren, die bereits Audits in einem IT-Umfeld durchführen.
scheme-auditor-course = Er ist ein Übergangskurs für erfahrene Auditoren: Die Grundsätze allgemeiner Techniken für Audits von Managementsystemen gehören nicht dazu. Darum wird von den Teilnehmenden Erfahrung verlangt.
scheme-multiple-choice = Multiple Choice
scheme-complex-multiple-choice = komplexes Multiple Choice
scheme-book-part-one = ein Exemplar von Teil 1 ist erlaubt
scheme-edition-2011 = ISO/IEC 20000-1:2011 mit ISO/IEC 20000-2:2012
scheme-format-2011 = Format von 2011
scheme-format-previous = früheres Format

## What is found about a file

file-missing = Wählen Sie zuerst eine Datei aus.
file-genuine = Das Register hat diese Datei ausgestellt, und sie ist unverändert.
file-signed = Was das Register signiert hat
file-issued = Signiert am
file-certificate = Zertifikat nachschlagen
file-replaced = Ersetzt
file-replaced-means = Das Register hat diese Datei ausgestellt, und sie ist unverändert; sie gilt aber nicht mehr, weil inzwischen anderes eingetragen ist (der Name der Inhaberin oder des Inhabers, Worte des Programms oder der Name des Ausstellers, ein Schlüssel).
file-replaced-next = Bitten Sie die Person oder die ausstellende Stelle um eine aktuelle Datei, oder schlagen Sie das Zertifikat unter seiner Nummer nach.
file-around = Verändert
file-around-means = Der Nachweis in diesem PDF stammt von uns, das PDF um ihn herum aber nicht: Was es zeigt, kann beliebig sein.
file-around-next = Glauben Sie nur dem, was unten steht, und bitten Sie um die Originaldatei.
file-altered = Verändert
file-altered-means = Diese Datei gibt an, aus dem Register zu stammen, ist aber nicht so, wie das Register sie signiert hat, oder es wurde etwas hinzugefügt.
file-altered-next = Erkennen Sie sie nicht an. Prüfen Sie das Zertifikat stattdessen über seine Nummer.
file-revoked = Nicht belegt
file-revoked-means = Diese Datei ist mit einem Schlüssel signiert, für den das Register nicht mehr einsteht; die Signatur belegt deshalb nichts.
file-revoked-next = Bitten Sie um eine neuere Datei, oder prüfen Sie das Zertifikat über seine Nummer.
file-record = Nicht verzeichnet
file-record-means = Diese Datei trägt eine Signatur des Registers, ist dort aber nicht verzeichnet.
file-record-next = Verlassen Sie sich nicht darauf, und teilen Sie es dem Register bitte mit.
file-other = Nicht von uns
file-other-means = Diese Datei hat jemand anders ausgestellt. Was sie wert ist, kann dieses Register nicht sagen.
file-other-next = Fragen Sie die ausstellende Stelle. Ein Zertifikat dieses Registers lässt sich über seine Nummer prüfen.
file-none = Kein Nachweis
file-none-means = Diese Datei enthält keinen Nachweis des Registers. Fotos, Scans und neu gedruckte Dateien haben keinen.
file-none-next = Prüfen Sie das Zertifikat über die Nummer, die darauf steht, oder bitten Sie um die Originaldatei.
file-also-replaced = Außerdem gilt der Nachweis in dieser Datei nicht mehr: Inzwischen ist anderes eingetragen, als unten steht.
file-certificate-is = Das Zertifikat selbst: { $status }. { $means }
file-wrapped = Geprüft wurde nur das signierte Zertifikat in dieser Datei. Was darum herum steht, kann beliebig sein.
file-unread = Nicht lesbar
file-encrypted-means = Dieses PDF ist durch Verschlüsselung geschützt; deshalb lässt sich nicht sagen, ob es einen Nachweis des Registers enthält.
file-encrypted-next = Speichern Sie es ohne Kennwort und prüfen Sie es erneut, oder prüfen Sie das Zertifikat über die Nummer, die darauf steht.
file-damaged-means = Diese Datei ist beschädigt oder unvollständig; deshalb lässt sich nicht sagen, ob sie einen Nachweis des Registers enthält.
file-complicated-means = Diese Datei ist größer oder verwickelter als jedes Zertifikat und wurde deshalb nicht durchsucht: Ob sie einen Nachweis des Registers enthält, lässt sich nicht sagen.
file-broken-means = In diesem signierten Zertifikat stehen Zeilenumbrüche oder Leerzeichen, wie E-Mail-Programme sie in lange Zeilen einfügen.
file-broken-next = Speichern Sie den Anhang selbst und prüfen Sie diesen, oder prüfen Sie das Zertifikat über seine Nummer.
file-several-means = Diese Datei enthält mehrere Zertifikate; eine einzige Antwort würde nur für eines davon gelten.
file-several-next = Speichern Sie jedes als eigene Datei und prüfen Sie diese, oder prüfen Sie jedes Zertifikat über seine Nummer.

## When a page cannot be shown

error-not-found = Diese Seite gibt es nicht
error-not-found-next = Prüfen Sie die Adresse, oder beginnen Sie mit der Nummer des Zertifikats.
error-method = So wird diese Adresse nicht verwendet
error-method-next = Beginnen Sie noch einmal beim Formular.
error-request = Die Anfrage ist nicht lesbar
error-request-next = Gehen Sie zurück, und versuchen Sie es noch einmal über das Formular.
error-too-large = Das ist zu groß
error-too-large-next = Zertifikate sind kleine Dateien. Wählen Sie die Datei, die Sie erhalten haben, keinen Scan und kein Archiv.
error-too-slow = Die Übertragung hat zu lange gedauert
error-too-slow-next = Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.
error-too-many = Zu viele Prüfungen in kurzer Zeit
error-too-many-next =
    { $seconds ->
        [one] Bitte warten Sie eine Sekunde, und versuchen Sie es noch einmal.
       *[other] Bitte warten Sie { $seconds } Sekunden, und versuchen Sie es noch einmal.
    }
error-too-many-why = Die Zahl der Prüfungen ist begrenzt, damit niemand Nummern oder Namen erraten kann.
error-unavailable = Das können wir gerade nicht sagen
error-unavailable-next = Das Register kann im Augenblick nicht auf seine Einträge zugreifen. Das sagt nichts über das Zertifikat aus, weder dass es gültig ist, noch dass es das nicht ist. Bitte versuchen Sie es in einer Minute noch einmal.
error-internal = Bei uns ist etwas schiefgegangen
error-internal-next = Das sagt nichts über das Zertifikat aus. Bitte versuchen Sie es noch einmal; wenn es wieder geschieht, nennen Sie uns das Aktenzeichen.
error-again = Noch einmal versuchen
error-reference = Aktenzeichen: { $id }

## Statistics

statistics-title = Statistik
statistics-lead = Was das Register zählt: Zertifikate, Zertifizierungsstellen und zertifizierte Organisationen.
statistics-as-of = Stand: { $day }. Alle paar Minuten neu gezählt.
statistics-awarded = Vergebene Zertifikate nach Jahren
statistics-awarded-note = Jedes Zertifikat zählt im Jahr seiner Prüfung, was auch immer seitdem daraus wurde.
statistics-awarded-scale = Alle Zeichnungen haben denselben Maßstab.
statistics-total = Insgesamt:
statistics-awarded-table = Vergebene Zertifikate nach Jahr und Qualifikation
statistics-year = Jahr
statistics-organisations = Zertifizierte Organisationen nach Ländern
statistics-organisations-note = Organisationen, die heute ein gültiges Zertifikat haben. Eine mit Standorten in mehreren Ländern zählt in jedem davon.
statistics-organisations-counted = Organisationen
statistics-bodies = Zertifizierungsstellen nach Ländern
statistics-bodies-note = Stellen, die heute gelistet sind, nach dem Land ihres Sitzes.
statistics-bodies-counted = Stellen
statistics-nothing = Es gibt noch keine.
statistics-by-country = Nach Ländern, die größte Zahl zuerst
statistics-country = Land

### The public directory

## The navigation

menu-verify = Prüfen
menu-organisations = Organisationen
menu-bodies = Stellen
menu-training = Schulung
menu-qualifications = Qualifikationen
menu-eligibility = Zulassung
menu-statistics = Statistik
menu-about = Über uns

## Searching

search-title = Im Register suchen
search-lead = Zertifizierungsstellen, zertifizierte Organisationen, Schulungsanbieter und Kurse, alle auf einmal.
search-label = Nach Zertifikatsnummer, Organisation, Zertifizierungsstelle oder Kurs suchen
search-hint = Ein Teil des Namens genügt. Groß- und Kleinschreibung und Akzente spielen keine Rolle.
search-button = Suchen
search-kind = Art
kind-training = Schulungsanbieter

## The ways in

way-verify = Jemand legt Ihnen ein Zertifikat vor: Nummer oder Datei sagen Ihnen sofort, was es heute wert ist.
way-look-up-title = Etwas nachschlagen
way-look-up = Wer wofür zertifiziert ist, wer prüft und welche Kurse zählen.
way-bodies-title = Für Stellen und Arbeitgeber
way-bodies = Stellen melden Ergebnisse einzeln oder als Datei, und Arbeitgeber prüfen tausend Zertifikate auf einmal, aus ihren eigenen Systemen.
way-training-title = Kurs finden
home-trust = Warum Sie sich darauf verlassen können
home-trust-rules = Dieselben Regeln für alle
home-trust-rules-means = Nichts wird erteilt, was das Programm nicht erlaubt, und jede Ablehnung nennt ihren Grund.
home-trust-history = Nichts verschwindet
home-trust-history-means = Was erteilt, ausgesetzt oder zurückgezogen wurde, bleibt mit seinen Daten verzeichnet.
home-trust-private = Über ihren Namen entscheiden die Personen selbst
home-trust-private-means = Inhaber werden nur mit Einwilligung gezeigt. Nachsehen braucht kein Konto, und diese Seiten setzen keine Cookies.

## Forms that find something

finder-name = Name
finder-words = Name oder Wörter des Geltungsbereichs
finder-forgives = Ein Teil des Namens genügt; Großschreibung und Akzente spielen keine Rolle.
finder-country = Land
finder-region = Region
finder-edition = Norm
finder-body = Zertifizierungsstelle
finder-day = An diesem Tag
finder-day-of-course = Akkreditiert am
finder-language = Sprache
finder-delivery = Form
finder-any = Alle
finder-button = Suchen
finder-asked = Wonach Sie suchen
finder-without = Ohne dies
finder-unknown = Das steht nicht zur Wahl. Wählen Sie aus der Liste.
finder-unreadable = Danach lässt sich nicht suchen: Es ist zu lang oder enthält Zeichen, die kein Name hat.
found-title = Gefunden
found-count = Gefunden: { $number }
found-by-name = In der Reihenfolge der Namen. Ein Name wird an jedem seiner Teile erkannt.
found-ranked = Das Passendste zuerst: der Name selbst, dann was so beginnt, dann was es enthält.
found-more-than = mehr als { $number }
found-courses = Kurse, die an dem Tag akkreditiert sind, heute, wenn Sie keinen anderen wählen, in der Reihenfolge ihrer Titel.
found-next = Weitere zeigen
found-data = Dieselbe Liste als Daten
found-nothing = Nichts gefunden.
found-nothing-spelling = Versuchen Sie es mit weniger Wörtern oder nur einem Teil des Namens.
found-nothing-filters = Nehmen Sie eine der Bedingungen oben weg.
found-everything = Neu beginnen, mit allem

## Status and history

standing-listed = Gelistet
standing-accredited = Akkreditiert
standing-ended = Akkreditierung beendet
standing-not-yet = Noch nicht in Kraft
event-listed = Gelistet
event-listed-again = Wieder gelistet
event-suspended = Listung ausgesetzt
event-suspended-until = Listung ausgesetzt, bis { $day }
event-withdrawn = Listung zurückgezogen
event-issued = Ausgestellt
event-transferred = Übertragen an { $body }, Nummer { $number }
period-open = seit dem { $from }
period-until = vom { $from } bis zum { $until }
accreditation-state = { $days }; { $state }
accreditation-suspended = ausgesetzt seit { $since }
accreditation-suspended-until = ausgesetzt vom { $since } bis zum { $until }
accreditation-withdrawn = entzogen am { $since }
event-accredited = Akkreditiert
event-accredited-again = Wieder akkreditiert
event-accreditation-suspended = Akkreditierung ausgesetzt
event-accreditation-suspended-until = Akkreditierung ausgesetzt, bis { $day }
event-accreditation-withdrawn = Akkreditierung entzogen
event-accreditation-ended = Akkreditierung beendet
event-accreditation-extended = Akkreditierung verlängert bis { $day }
event-accreditation-corrected = Tage der Akkreditierung berichtigt: { $days }
training-history = Verlauf der Akkreditierung
training-sessions = Termine
session-enrol = Anmelden
finder-session-from = Termin ab
finder-session-until = Termin bis
finder-place = Ort des Termins
found-sessions = Termine akkreditierter Kurse, in der Reihenfolge der Tage.

## Bodies

bodies-title = Zertifizierungsstellen
bodies-lead = Die Stellen, die das Programm führt: Sie prüfen Personen und zertifizieren Organisationen.
body-description = { $name }, { $country }: die Listung als Zertifizierungsstelle und die Organisationen, die sie zertifiziert hat.
body-facts = Die Stelle
body-history = Listung
body-suspended-means = Solange ihre Listung ausgesetzt ist, meldet diese Stelle keine Ergebnisse und zertifiziert niemanden neu. Früher verliehene Zertifikate ändert das nicht: Schlagen Sie jedes über seine Nummer nach.
body-withdrawn-means = Diese Stelle ist nicht mehr gelistet: Sie meldet keine Ergebnisse und zertifiziert niemanden. Früher verliehene Zertifikate von Personen bleiben, was sie sind, denn das Register hat sie verliehen; zertifizierte Organisationen wechseln zu einer anderen Stelle. Schlagen Sie jedes Zertifikat über seine Nummer nach.
body-editions = Zugelassen für
body-editions-none = keine Ausgabe
body-left-transferable = Zertifikate von Organisationen, die sie ausgestellt hat, können bis zum { $day } auf eine andere Stelle übertragen werden. Wer eines hat, bittet eine andere Stelle darum; was bis dahin niemand übernommen hat, ist nicht mehr gültig.
body-left-lapsed = Zertifikate von Organisationen, die sie ausgestellt hat, konnten bis zum { $day } auf eine andere Stelle übertragen werden. Was bis dahin niemand übernommen hatte, ist nicht mehr gültig; die Organisation wird von einer anderen Stelle neu zertifiziert.
body-auditors = Zugelassene Auditoren
transfer-title = Übertragung der Zertifikate von { $body }
transfer-description = Was aus den Zertifikaten von Organisationen wird, die { $body } ausgestellt hat, bis wann und auf wen sie übertragen werden können.
transfer-lead = Diese Stelle ist seit dem { $day } nicht mehr gelistet. Eine andere Stelle kann jedes der Zertifikate hier bis zum { $last } übernehmen; was bis dahin niemand übernommen hat, ist nicht mehr gültig.
transfer-over = Diese Stelle ist seit dem { $day } nicht mehr gelistet. Ihre Zertifikate konnten bis zum { $last } übertragen werden; was bis dahin niemand übernommen hatte, ist nicht mehr gültig, und die Organisation wird neu zertifiziert.
transfer-how = Was zu tun ist
transfer-choose = Wählen Sie eine gelistete Stelle, die für die Ausgabe Ihres Zertifikats zugelassen ist; unten stehen sie.
transfer-give = Geben Sie ihr Ihr Zertifikat, die Berichte der letzten Audits mit dem, was daraufhin getan wurde, und Ihre Beschwerden.
transfer-review = Sie prüft, ob das Zertifikat übertragen werden kann (IAF MD 2); ein ausgesetztes wird zuerst wieder in Kraft gesetzt. Ihr Zertifikat bleibt inzwischen gültig, längstens bis zum genannten Tag.
transfer-record = Der Träger des Programms verzeichnet die Übertragung: Ihr Zertifikat bekommt eine Nummer der neuen Stelle und behält seinen letzten Tag.
transfer-certificates = Zertifikate, die auf eine andere Stelle warten
transfer-none = Keines, das hier gezeigt wird, wartet noch.
transfer-approved = Zugelassene Stellen
transfer-approved-none = Keine gelistete Stelle ist für diese Ausgabe zugelassen.
transfer-link = Was zertifizierte Organisationen tun können
body-certified = Organisationen, die sie zertifiziert hat
body-certified-none = Noch ist keine veröffentlicht.
body-certified-search = Darunter suchen
fact-website = Website
fact-contact = Kontakt
fact-accreditation = Akkreditiert durch
fact-accreditation-none = nicht verzeichnet
fact-accredited = Akkreditiert

## Organisations

organisations-title = Zertifizierte Organisationen
organisations-lead = Wer nach ISO/IEC 20000-1 zertifiziert ist, wofür und von wem. Auch Ausgesetztes und Zurückgezogenes wird gezeigt.
organisation-description = { $name }, { $country }: die Zertifikate nach ISO/IEC 20000-1, was sie umfassen und wer sie ausgestellt hat.
organisation-certificates = Zertifikate
event-issuer-withdrawn = { $body } ist nicht mehr gelistet; übertragbar bis { $day }
event-lapsed = Verfallen: Keine andere Stelle hat es rechtzeitig übernommen
issuer-withdrawn = Aussteller am { $day } ausgeschieden; bis zum { $last } auf eine andere Stelle übertragbar.
issuer-withdrawn-lapsed = Aussteller am { $day } ausgeschieden; war bis zum { $last } auf eine andere Stelle übertragbar.
issuer-withdrawn-only = Aussteller am { $day } ausgeschieden.
fact-standard = Norm
fact-body = Ausgestellt von
fact-sites = Standorte
fact-trading-names = Tritt auch auf als
fact-address = Anschrift
fact-legal-entities = Gilt auch für
fact-sectors = Branchen
fact-certificate-accreditation = Akkreditiert von
fact-first-issued = Erstmals zertifiziert
organisation-confidential = Dieses Zertifikat ist vertraulich: Auskunft bekommt nur, wer seine Nummer und seine Stelle kennt. Es ist ausgestellt für { $name }: { $edition }.
fact-issued = Gültig ab
fact-renews = Erneuert
fact-renewed-by = Erneuert durch
fact-registration-number = Handelsregister

## Training

training-title = Kurs finden
training-lead = Kurse, die das Programm akkreditiert hat. Ein Auditorenkurs muss einer von diesen sein.
training-description = { $name }, { $country }: die akkreditierten Kurse.
training-facts = Der Anbieter
training-courses = Kurse
training-no-courses = Von diesem Anbieter ist kein Kurs verzeichnet.
course-countries = Länder
course-languages = Sprachen
delivery-classroom = im Kursraum
delivery-online = online

## Qualifications

qualifications-title = Qualifikationen
qualifications-lead = Drei Prüfungen, jede für eine eigene Arbeit mit ISO/IEC 20000.
qualification-eligibility = Reicht das, was ich mitbringe?
qualification-courses = Akkreditierte Kurse

### Eligibility for everyone

eligibility-title = Prüfen, was Sie brauchen
eligibility-lead = Sehen Sie, ob das, was Sie haben, für die Zulassung zu einer Prüfung an einem bestimmten Tag ausreicht und was genau fehlt. Sie brauchen dafür kein Konto.
eligibility-description = Ob das, was Sie haben, für die Zulassung zu einer Prüfung des Programms für ISO/IEC 20000 ausreicht und was genau fehlt.
eligibility-choose-qualification = Welche Prüfung?
eligibility-of = Bin ich für { $title } zugelassen?
eligibility-form-lead = Tragen Sie ein, was Sie haben. Es wird an denselben Regeln gemessen, nach denen über Ergebnisse entschieden wird.
eligibility-rules = Was verlangt wird
eligibility-privacy = Nichts davon wird gespeichert, und niemand fragt, wer Sie sind. Die Antwort ist keine Entscheidung: Ein Nachweis zählt, sobald eine Zertifizierungsstelle ihn geprüft hat.
eligibility-mistakes =
    { $count ->
        [one] Eine Angabe kann nicht stimmen
       *[other] { $count } Angaben können nicht stimmen
    }
eligibility-mistake-at = { $field }: { $mistake }
eligibility-mistake-years = Es können nur Tage der Jahre 1900 bis 2200 eingetragen werden.
eligibility-mistake-future = Dieser Tag kommt erst noch. Ein Nachweis ist nur, was schon geschehen ist.
eligibility-mistake-order = Der letzte Tag liegt vor dem ersten.
eligibility-mistake-twice = Diese Angabe kam zweimal; gezeigt wird nur die erste. Bitte prüfen Sie sie.
eligibility-mistake-beginning = Tragen Sie den ersten Tag dieses Zeitraums ein.
eligibility-mistake-end = Tragen Sie den letzten Tag dieses Zeitraums ein, oder geben Sie an, dass die Tätigkeit andauert.
eligibility-mistake-ends = Tragen Sie entweder den letzten Tag ein, oder geben Sie an, dass die Tätigkeit andauert: nicht beides.
eligibility-mistake-role = Wählen Sie, in welcher Rolle Sie Audits durchgeführt haben.
eligibility-mistake-course = Dieser Kurs steht nicht im Verzeichnis. Wählen Sie einen aus der Liste.
eligibility-mistake-completed = Tragen Sie ein, an welchem Tag Sie den Kurs abgeschlossen haben.
eligibility-mistake-awarded = Tragen Sie ein, an welchem Tag dieses Zertifikat verliehen wurde.
eligibility-yes = Das reicht aus
eligibility-yes-means = Damit sind Sie am { $day } zur Prüfung { $title } zugelassen, sobald eine Stelle es geprüft hat.
eligibility-later = Noch nicht
eligibility-later-means = Für { $title } reicht es am { $day } nicht aus, aber es fehlt nur noch Zeit.
eligibility-earliest = Ab dem { $day } reicht es aus, wenn das, was heute andauert, bis dahin andauert.
eligibility-no = Das reicht nicht aus
eligibility-no-means = Für { $title } reicht es am { $day } nicht aus. Warten allein ändert daran nichts; was fehlt, steht unten.
eligibility-basis = Alle Ihre Angaben gelten hier als geprüft. Dies ist keine Entscheidung.
eligibility-version = Regelwerk, Fassung { $version }
eligibility-found = Was verlangt wird und was Sie haben
eligibility-met = Erfüllt
eligibility-unmet = Nicht erfüllt
eligibility-unneeded = Nicht nötig
eligibility-day = Tag der Prüfung
eligibility-day-hint = Leer lassen für heute.
eligibility-certificates = Zertifikate, die Sie besitzen
eligibility-certificates-hint = Tragen Sie ein, an welchem Tag jedes verliehen wurde, und bis zu welchem Tag es gültig ist, wenn es abläuft. Lassen Sie weg, was Sie nicht besitzen und was ausgesetzt oder zurückgezogen ist.
eligibility-certificate-until = { $title }: gültig bis
eligibility-course = Akkreditierter Kurs zur Qualifikation { $title }
eligibility-course-hint = Lassen Sie den Tag leer, wenn Sie keinen abgeschlossen haben. Ein Kurs zählt, wenn er an dem Tag akkreditiert war, an dem Sie ihn abgeschlossen haben.
eligibility-which-course = Welcher Kurs
eligibility-any-course = Ein anderer akkreditierter Kurs
eligibility-completed = Abgeschlossen am
eligibility-experience = Erfahrung mit der Durchführung von Audits
eligibility-experience-hint = Tragen Sie jeden Zeitraum ein. Tage, die in zwei Zeiträumen liegen, zählen einmal. Was Sie nicht brauchen, bleibt leer.
eligibility-period = Zeitraum { $number }
eligibility-role = Ihre Rolle
eligibility-choose = Bitte wählen
eligibility-from = Erster Tag
eligibility-to = Letzter Tag
eligibility-still = Die Tätigkeit dauert an
eligibility-it = Die Audits finden in einer IT-Umgebung statt
eligibility-button = Zeigen, ob es ausreicht
eligibility-more = Zeitraum hinzufügen
eligibility-other = Andere Prüfung

### What the rules find

finding-anyone = Zu dieser Prüfung sind alle zugelassen.
finding-all-met = Alle { $met } Anforderungen sind am { $on } erfüllt.
finding-all = { $met } von { $of } Anforderungen { $met ->
        [one] ist
       *[other] sind
    } am { $on } erfüllt; nötig sind alle.
finding-any-met = { $met } von { $of } Möglichkeiten { $met ->
        [one] ist
       *[other] sind
    } am { $on } erfüllt; eine genügt.
finding-any = Am { $on } ist eine von { $of } Möglichkeiten nötig, und keine ist erfüllt.
finding-certificate-none = Ein Zertifikat { $title } liegt nicht vor.
finding-certificate = Kein vorliegendes Zertifikat { $title } zählt am { $on }.
finding-course-none = Der Besuch eines akkreditierten Kurses zur Qualifikation { $title } liegt nicht vor.
finding-course = Kein vorliegender Kurs zählt als akkreditierter Kurs zur Qualifikation { $title }, der bis zum { $on } besucht wurde.
finding-experience-none =
    Erfahrung mit der Durchführung von Audits liegt nicht vor; bis zum { $on } { $years ->
        [one] ist ein Jahr
       *[other] sind { $years } Jahre
    } in einer IT-Umgebung nötig.
finding-experience-nothing-counts =
    Keine vorliegende Erfahrung zählt; bis zum { $on } { $years ->
        [one] ist ein Jahr
       *[other] sind { $years } Jahre
    } Durchführung von Audits in einer IT-Umgebung nötig.
finding-experience-enough =
    { $length } Durchführung von Audits in einer IT-Umgebung bis zum { $on }; { $years ->
        [one] ein Jahr ist
       *[other] { $years } Jahre sind
    } nötig.
finding-experience-short =
    { $length } { $years ->
        [one] des einen Jahres
       *[other] der { $years } Jahre
    }; noch { $missing } nötig.
finding-experience-short-by = Bis zum { $on }: { $short }
finding-day-of-course = { $day } (Abschluss des Kurses „{ $course }“)
finding-day-of-any-course = Abschluss eines akkreditierten Kurses zur Qualifikation { $title }
finding-day-of-unnamed-course = { $day } (Abschluss des Kurses)
finding-experience-no-course =
    { $years ->
        [one] Das eine Jahr in einer IT-Umgebung wird
       *[other] Die { $years } Jahre in einer IT-Umgebung werden
    } bis zu dem Tag gezählt, an dem ein akkreditierter Kurs zur Qualifikation { $title } abgeschlossen wurde, und keiner zählt.
finding-experience-enough-from = Für einen Kurs, der am { $day } oder später abgeschlossen wird, reicht es aus.
length-years =
    { $count ->
        [one] { $count } Jahr
       *[other] { $count } Jahre
    }
length-months =
    { $count ->
        [one] { $count } Monat
       *[other] { $count } Monate
    }
length-days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
length-two = { $first } und { $second }
length-three = { $first }, { $second } und { $third }
evidence-sentence = { $what }: { $verdict }.
evidence-certificate = { $title }, Zertifikat { $number } dieses Registers, verliehen am { $day }
evidence-external = { $title }, verliehen am { $day }
evidence-external-numbered = { $title }, Nummer { $number }, verliehen am { $day }
evidence-unrecognised = Die Zertifizierung „{ $code }“ { $verdict }.
evidence-unrecognised-numbered = Die Zertifizierung „{ $code }“ (Nummer { $number }) { $verdict }.
evidence-course = Der Kurs „{ $course }“ von { $organisation }, abgeschlossen am { $day }
evidence-course-unnamed = Ein nicht näher benannter Kurs zur Qualifikation { $title }, abgeschlossen am { $day }
evidence-work = Tätigkeit als { $role } vom { $from } bis zum { $until }
evidence-work-open = Tätigkeit als { $role } vom { $from } bis heute
evidence-role-third-party = Auditor für Audits durch Dritte
evidence-role-internal = interner Auditor
evidence-role-at = { $role }, { $organisation },
verdict-valid = ist am { $on } gültig
verdict-held = liegt am { $on } vor
verdict-held-until = liegt am { $on } vor und ist bis zum { $last } gültig
verdict-lapsed-counts = war bis zum { $last } gültig und zählt auch danach
verdict-lapsed = war bis zum { $last } gültig und ist am { $on } abgelaufen
verdict-accredited = war an diesem Tag für { $title } akkreditiert
verdict-taken-as-accredited = gilt hier als an diesem Tag akkreditiert
verdict-counts = zählt bis zum { $on }
verdict-counts-whole = zählt
verdict-counts-to-course = zählt bis zum Abschluss eines akkreditierten Kurses
verdict-awarded-after = wurde erst nach dem { $on } verliehen
verdict-suspended = ist am { $on } ausgesetzt
verdict-withdrawn = ist am { $on } zurückgezogen
verdict-expired = ist am { $on } abgelaufen
verdict-unverified = ist noch nicht geprüft und zählt nicht
verdict-rejected = wurde abgelehnt ({ $reason }) und zählt nicht
verdict-unrecognised = wird im Programm nicht anerkannt und zählt nicht
verdict-other-qualification = ist ein Kurs zur Qualifikation „{ $code }“, nicht zu { $title }
verdict-completed-after = wurde erst nach dem { $on } abgeschlossen
verdict-organisation = wurde von einem Schulungsanbieter durchgeführt, der an diesem Tag nicht akkreditiert war ({ $why })
verdict-course = war an diesem Tag nicht akkreditiert ({ $why })
verdict-course-and-organisation = war an diesem Tag nicht akkreditiert ({ $course }), und der Schulungsanbieter, der ihn durchführte, auch nicht ({ $organisation })
lapse-not-before = akkreditiert ab { $day }
lapse-suspended = ausgesetzt seit { $day }
lapse-withdrawn = entzogen am { $day }
lapse-until = akkreditiert bis { $day }
verdict-no-it = fand nicht in einer IT-Umgebung statt und zählt nicht
verdict-role = geschah in einer Rolle, die nicht zählt
verdict-began-after = begann erst nach dem { $on }

### About the registry

about-title = Über dieses Register
about-lead = Dieses Register entscheidet nach den schriftlichen Regeln: { $scheme }. Es begründet jede Entscheidung, und alle können sie nachprüfen.
about-decides = Wie es entscheidet
about-rules = Die Regeln stehen in einer einzigen Datei des Programmträgers. In Gebrauch ist ihre Fassung { $version }, und jede Entscheidung nennt die Fassung, nach der sie getroffen wurde. Das sind die Qualifikationen; bei jeder steht, wer zugelassen ist und wie geprüft wird:
about-results = Das Register beurteilt jede Anforderung zum Tag der Prüfung und nennt alles, was fehlt, auf einmal. Das Ergebnis errechnet es aus den Punkten; niemand gibt es ihm vor.
about-eligibility = Prüfen, ob ausreicht, was Sie haben.
about-who = Wer was entscheidet
about-bodies = Zertifizierungsstellen
about-bodies-do = Sie nehmen die Prüfungen ab, prüfen die Nachweise, melden die Punkte und auditieren Organisationen.
about-registry = Das Register
about-registry-does = Es wendet die Regeln auf das an, was die Stellen melden, weist zurück, was sie nicht zulassen, und verleiht die Zertifikate.
about-registrars = Registerführung
about-registrars-do = Sie gehört zum Programmträger. Sie nimmt Stellen auf, akkreditiert Schulungen, prüft Geltungsbereiche und setzt Zertifikate aus oder zieht sie zurück, jedes Mal mit einer Begründung, die verzeichnet bleibt.
about-auditors =
    { $count ->
        [one] Der Eintrag einer Stelle nennt mindestens einen zugelassenen Auditor: jemanden mit gültigem Zertifikat { $title } oder von der eigenen Liste der Registerführung.
       *[other] Der Eintrag einer Stelle nennt mindestens { $count } zugelassene Auditoren: Personen mit gültigem Zertifikat { $title } oder von der eigenen Liste der Registerführung.
    }
about-scopes =
    { $reviews ->
        [one] Bevor das Zertifikat einer Organisation veröffentlicht wird, prüft die Registerführung den Geltungsbereich, und zwar einmal. Ohne Einigung gilt der Antrag als zurückgezogen.
       *[other] Bevor das Zertifikat einer Organisation veröffentlicht wird, prüft die Registerführung den Geltungsbereich, höchstens { $reviews }-mal. Endet die letzte Prüfung ohne Einigung, gilt der Antrag als zurückgezogen.
    }
about-statuses = Was jeder Status bedeutet
about-history = Nichts wird überschrieben: Was verzeichnet wurde, bleibt, und der Status an jedem früheren Tag lässt sich erfragen.
about-check = Wie Sie uns nachprüfen
about-verify = Mit der Nummer auf dem Zertifikat oder mit der Datei selbst: So zeigt sich auch, ob sie verändert wurde.
about-signed = Zertifikate gibt es als signierte Dateien, die alle ohne uns prüfen können. Signiert wird unter dieser Kennung:
about-did = DID-Dokument
about-keys = Öffentliche Schlüssel
about-issuer = Aussteller
about-lists = Signierte Statuslisten sagen, ob ein Zertifikat noch gilt. Jede umfasst sehr viele, sodass wir aus der Abfrage nicht erfahren, um welches es Ihnen geht.
about-command = Das Programm prüft eine Datei auf Ihrem eigenen Rechner:
about-programs = Was Sie hier sehen, können auch Programme lesen:
about-feed = Änderungen im Verzeichnis als Feed
about-privacy = Was andere sehen
about-names = Die Nummer eines Zertifikats zeigt Status, Qualifikation, Ausgabe und Daten und die Stelle, die geprüft hat. Der Name wird nur gezeigt, wenn die Person zugestimmt hat; sonst kann ihn vergleichen, wer den Familiennamen kennt.
about-tracks = Diese Seiten setzen keine Cookies und fragen keine anderen Dienste. Weder Nummern noch Namen, die Sie nachschlagen, werden protokolliert.

### The feed of changes

feed-title = Änderungen im Verzeichnis
feed-subtitle = Was sich bei Zertifizierungsstellen, Schulungen und Zertifikaten von Organisationen geändert hat, das Neueste zuerst.
feed-effective = Mit Wirkung vom { $day }
feed-body-listed = { $name }: als Zertifizierungsstelle gelistet
feed-body-suspended = { $name }: Listung ausgesetzt
feed-body-reinstated = { $name }: Listung wieder in Kraft
feed-body-withdrawn = { $name }: Listung entzogen
feed-training-accredited = { $name }: als Schulungsanbieter akkreditiert
feed-training-extended = { $name }: Akkreditierung verlängert
feed-training-suspended = { $name }: Akkreditierung ausgesetzt
feed-training-reinstated = { $name }: Akkreditierung wieder in Kraft
feed-training-withdrawn = { $name }: Akkreditierung entzogen
feed-course-accredited = { $name }: Kurs akkreditiert
feed-course-extended = { $name }: Akkreditierung des Kurses verlängert
feed-course-suspended = { $name }: Akkreditierung des Kurses ausgesetzt
feed-course-reinstated = { $name }: Akkreditierung des Kurses wieder in Kraft
feed-course-withdrawn = { $name }: Akkreditierung des Kurses entzogen
feed-certificate-published = { $name }: Zertifikat veröffentlicht
feed-certificate-suspended = { $name }: Zertifikat ausgesetzt
feed-certificate-reinstated = { $name }: Zertifikat wieder in Kraft
feed-certificate-withdrawn = { $name }: Zertifikat entzogen
feed-certificate-transferred = { $name }: Zertifikat auf eine andere Stelle übertragen
feed-training-suspension-ended = { $name }: Aussetzung der Akkreditierung beendet
feed-training-ended = { $name }: Akkreditierung abgelaufen
feed-course-suspension-ended = { $name }: Aussetzung der Akkreditierung des Kurses beendet
feed-course-ended = { $name }: Akkreditierung des Kurses abgelaufen
feed-certificate-suspension-ended = { $name }: Aussetzung des Zertifikats beendet
feed-certificate-expired = { $name }: Zertifikat abgelaufen

### The certificate on paper

paper-certificate = Zertifikat
paper-certifies = Hiermit wird bescheinigt, dass
paper-awarded = alle Anforderungen des Programms erfüllt und folgende Qualifikation erworben hat:
paper-examined = geprüft auf der Grundlage von { $edition }
paper-examined-by = geprüft durch { $body } auf der Grundlage von { $edition }
paper-number = Zertifikatsnummer:
paper-awarded-on = Verliehen am:
paper-valid-until = Gültig bis:
paper-valid-for-good = unbefristet
paper-confirmation = Bestätigung
paper-confirms = Das Register bestätigt, dass
paper-is-certified = zertifiziert ist nach
paper-certified-by = durch { $body }
paper-valid-from = Gültig ab:
paper-confirmation-title = Bestätigung: { $holder } ist zertifiziert nach { $edition }
paper-check = Dieses Zertifikat prüfen
paper-scan = Code scannen oder prüfen unter
paper-check-at = Dieses Zertifikat prüfen unter { $address }
paper-decides = Maßgeblich ist das Register, nicht dieses Papier: Zertifikate können ausgesetzt oder zurückgezogen werden.
paper-code = QR-Code mit der Adresse, unter der dieses Zertifikat geprüft werden kann: { $address }
paper-issued = Ausgestellt von { $issuer } am { $day }. Das signierte Zertifikat ist dieser Datei angehängt.
paper-title = Zertifikat { $qualification } für { $holder }
paper-description = Zertifikat { $number }. Zu prüfen unter { $address }
paper-attachment = Das signierte Zertifikat { $number }
paper-demonstration = DEMONSTRATION
paper-demonstration-means = Demonstration: Die Einträge sind erfunden, und dies ist kein Zertifikat.
paper-unshown = Das Register hat keine Schrift für { $scripts }; Buchstaben eines Namens stehen hier daher als ihre Unicode-Nummern. Das angehängte signierte Zertifikat enthält den Namen, wie er im Register steht.

# /open-data
open-data-title = Offene Daten
open-data-lead = Alles, was das Verzeichnis öffentlich zeigt, als Dateien: Zertifizierungsstellen, Kurse, Schulungsorganisationen und zertifizierte Organisationen. Sie werden einmal am Tag erstellt.
open-data-files = Dateien
open-data-as-of = Stand { $day }
open-data-files-table = Die Dateien, als CSV für Tabellenkalkulationen und als NDJSON für Programme
open-data-file = Datei
open-data-lines = Zeilen
open-data-kilobytes = Kilobyte
open-data-manifest = Die signierte Liste dieser Dateien
open-data-none = Es gibt noch keine Dateien. Die ersten werden wenige Minuten nach dem Start des Registers erstellt.
open-data-resumed = Ein abgebrochener Download lässt sich fortsetzen. Die Dateien der letzten sieben Tage werden aufbewahrt.
open-data-licence = Lizenz
open-data-no-licence = Der Betreiber dieses Registers hat keine Lizenz gewählt. Die Dateien dürfen genutzt werden, soweit das Gesetz es erlaubt.
open-data-check = Die Dateien prüfen
open-data-check-note = Die signierte Liste ist eine JSON Web Signature (RS256). Ihr Schlüssel steht unter denen dieses Registers in /.well-known/did.json. Vergleichen Sie die SHA-256 jeder Datei mit der in der Liste: Was gleich ist, wurde hier erstellt und ist unverändert.
open-data-dictionary = Was die Spalten bedeuten
open-data-dictionary-note = Die Namen und ihre Bedeutungen sind auf Englisch. Für Programme:
open-data-column = Spalte
open-data-type = Typ
open-data-meaning = Bedeutung
