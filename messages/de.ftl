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
navigation-verify = Zertifikat prüfen
navigation-api = API
navigation-language = Sprache
footer-registry = Das Zertifizierungsregister des Qualifizierungsprogramms für ISO/IEC 20000

## The home page

home-title = Zertifizierungsregister
home-lead = Dieses Register führt, wer nach dem { $scheme } qualifiziert ist, wer die Prüfung abgenommen hat und was jedes Zertifikat heute wert ist.
home-qualifications = Qualifikationen
home-programs = Für Programme
home-api = Die API, zum Lesen und Ausprobieren
home-openapi = Das OpenAPI-Dokument
home-problems = Was jeder Fehler bedeutet und was dann zu tun ist

## Asking about a certificate

verify-title = Zertifikat prüfen
verify-lead = Geben Sie die Nummer des Zertifikats ein. Das Register sagt Ihnen sofort, ob es heute gültig ist.
verify-description = Geben Sie die Nummer eines Zertifikats ein oder wählen Sie seine Datei: Das Register sagt, ob es gültig ist.
number-label = Zertifikatsnummer
number-hint = Zwölf Buchstaben und Ziffern, wie auf dem Zertifikat. Groß- und Kleinschreibung, Bindestriche und Leerzeichen spielen keine Rolle.
number-button = Zertifikat prüfen
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
suspended-means = Das Register hat dieses Zertifikat ausgestellt, aber es ist zurzeit außer Kraft. Wer es innehat, darf es nicht verwenden, bis es wieder eingesetzt ist.
suspended-next = Verlassen Sie sich heute nicht darauf. Fragen Sie die betreffende Person danach, und sehen Sie hier noch einmal nach, bevor Sie entscheiden.
withdrawn-means = Das Register hat dieses Zertifikat ausgestellt und endgültig zurückgezogen. Niemand darf es mehr verwenden.
withdrawn-next = Erkennen Sie es nicht an, so gut Papier oder Datei auch aussehen. Vielleicht gibt es ein anderes Zertifikat: Fragen Sie nach dessen Nummer.
expired-means = Das Register hat dieses Zertifikat ausgestellt, und sein letzter Gültigkeitstag ist vorbei.
expired-next = Verlassen Sie sich heute nicht darauf. Wer sich seither erneut hat zertifizieren lassen, hat eine neue Nummer: Fragen Sie danach.
unknown-means = Die Nummer ist richtig gebildet, aber das Register hat nie ein Zertifikat mit ihr ausgestellt.
unknown-next = Vergleichen Sie die Nummer noch einmal mit dem Zertifikat. Steht sie wirklich so dort, erkennen Sie es nicht an: Es stammt nicht aus diesem Register.
unknown-means-then = An diesem Tag gab es kein Zertifikat mit dieser Nummer.
unknown-next-then = Es kann später ausgestellt worden sein. Sehen Sie sich den heutigen Status an.
mistyped-means = Kein Zertifikat kann diese Nummer haben. Über das Zertifikat selbst sagt das nichts aus.

## What is known of a certificate

facts-title = Das Zertifikat
fact-qualification = Qualifikation
fact-edition = Ausgabe
fact-awarded = Ausgestellt am
fact-expires = Gültig bis
fact-expires-never = unbefristet
fact-suspended-until = Ausgesetzt bis
fact-holder = Ausgestellt für
fact-holder-hidden = Nicht öffentlich. Wenn Sie den Namen kennen, prüfen Sie ihn unten.
history-title = Verlauf
turn-awarded = Ausgestellt
turn-suspended = Ausgesetzt
turn-suspended-until = Ausgesetzt, bis zum { $day }
turn-reinstated = Wieder gültig
turn-withdrawn = Zurückgezogen
turn-expired = Abgelaufen

## Checking the name, and an earlier day

name-title = Namen prüfen
name-lead = Ein Zertifikat besagt nur etwas über die Person, für die es ausgestellt wurde. Vergleichen Sie hier den Namen; er wird nicht gespeichert.
name-label = Familienname
name-hint = Groß- und Kleinschreibung und Akzente spielen keine Rolle.
name-button = Namen vergleichen
name-matches = Der Name stimmt überein: Dieses Zertifikat wurde für { $name } ausgestellt.
name-differs = Der Name stimmt nicht überein.
name-differs-next = Prüfen Sie die Schreibweise, und geben Sie nur den Familiennamen an. Stimmt er dann immer noch nicht überein, wurde das Zertifikat für jemand anderen ausgestellt.
name-missing = Geben Sie zuerst den Familiennamen ein.
name-unreadable = Das ist kein Name: Er ist zu lang oder hat Zeichen, die in keinem Namen vorkommen.
day-title = Status an einem früheren Tag
day-lead = Zum Beispiel am Tag eines Audits oder eines Vertragsabschlusses.
day-label = Tag
day-button = Status anzeigen
day-wrong = Diesen Tag gibt es nicht. Schreiben Sie ihn als Jahr, Monat und Tag: 2024-05-17.
day-future = Dieser Tag liegt in der Zukunft. Was dann gilt, kann noch niemand sagen.
print-address = Diese Seite: { $address }

## The holder's page

holder-title = Ihr Zertifikat
holder-keep-secret = Behalten Sie die Adresse dieser Seite für sich: Wer sie hat, kann Ihr Zertifikat herunterladen und über Ihren Namen entscheiden. Um anderen Ihr Zertifikat zu zeigen, geben Sie ihnen die Adresse weiter unten.
holder-suspended-next = Verwenden Sie es nicht, bis es wieder eingesetzt ist. Die Zertifizierungsstelle, die Sie geprüft hat, kann Ihnen sagen, was zu tun ist.
holder-withdrawn-next = Wenn Sie das nicht erwartet haben, fragen Sie die Zertifizierungsstelle, die Sie geprüft hat.
holder-expired-next = Sie können weiterhin zeigen, was Sie erreicht haben, aber nicht, dass es heute gilt. Eine Zertifizierungsstelle kann Ihnen sagen, wie Sie erneut zertifiziert werden.
holder-gone = Dieser Link funktioniert nicht
holder-gone-next = Es gibt ihn nicht, oder er ist nicht mehr gültig. Bitten Sie die Stelle, von der das Zertifikat stammt, um einen neuen.
files-title = Herunterladen
files-lead = Das PDF ist zum Drucken und zum Versenden. Es hat einen Code, der zu diesem Register führt, und enthält das signierte Zertifikat.
files-pdf = Zertifikat als PDF
files-programs = Für Programme und für Sammlungen digitaler Zertifikate:
files-jwt = Signiertes Zertifikat (JWT)
files-json = Signiertes Zertifikat (JSON)
files-none = Solange das Zertifikat ausgesetzt ist und sobald es zurückgezogen ist, gibt es nichts herunterzuladen.
files-no-font = Das PDF kann noch nicht erstellt werden
files-no-font-next = Keine Schrift des Registers hat alle Buchstaben des Namens, und ein Name mit Lücken ist keiner. Den signierten Nachweis können Sie inzwischen herunterladen; bitte sagen Sie der Stelle, die Sie geprüft hat, Bescheid, damit die Schrift ergänzt wird.
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

## A qualification

qualification-description = { $title }: was die Qualifikation zeigt, wie sie geprüft wird und wer zur Prüfung zugelassen ist.
qualification-examination = Die Prüfung
qualification-from = Erster Prüfungstag
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
qualification-book-closed = keine
qualification-declared = Das Format dieser Ausgabe liegt hier nicht vor. Ihre Ergebnisse sind so verzeichnet, wie sie gemeldet wurden.
qualification-validity = Wie lange ein Zertifikat gültig ist
qualification-valid-for =
    { $years ->
        [one] Ein Jahr ab dem Tag der Prüfung.
       *[other] { $years } Jahre ab dem Tag der Prüfung.
    }
qualification-valid-always = Unbefristet. Es kann ausgesetzt oder zurückgezogen werden; schlagen Sie deshalb seine Nummer nach.
qualification-who = Wer zur Prüfung zugelassen ist
requirement-anyone = Alle.
requirement-all = Wer alle diese Bedingungen erfüllt:
requirement-any = Wer eine dieser Bedingungen erfüllt:
requirement-certification = besitzt das Zertifikat { $title }
requirement-course = hat einen akkreditierten Kurs zur Qualifikation { $title } besucht
requirement-experience =
    { $years ->
        [one] hat mindestens ein Jahr Erfahrung mit der Durchführung von Audits in einer IT-Umgebung
       *[other] hat mindestens { $years } Jahre Erfahrung mit der Durchführung von Audits in einer IT-Umgebung
    }
requirement-role-both = bei Audits durch Dritte oder bei internen Audits einer Organisation
requirement-role-third-party = bei Audits durch Dritte
requirement-role-internal = bei internen Audits einer Organisation

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = Qualifizierungsprogramm für ISO/IEC 20000
scheme-foundation = Weiß, was ISO/IEC 20000 von einem Dienstleister verlangt, und kann bei einem solchen arbeiten.
scheme-practitioner = Kann ISO/IEC 20000 im Service-Management-System des eigenen Dienstleisters anwenden.
scheme-auditor = Kann ein Service-Management-System nach ISO/IEC 20000-1 auditieren.
scheme-multiple-choice = Multiple Choice
scheme-complex-multiple-choice = komplexes Multiple Choice
scheme-book-part-one = ein Exemplar von Teil 1 ist erlaubt
scheme-edition-2011 = ISO/IEC 20000-1:2011 mit ISO/IEC 20000-2:2012

## What is found about a file

file-missing = Wählen Sie zuerst eine Datei aus.
file-genuine = Das Register hat diese Datei ausgestellt, und sie ist unverändert.
file-signed = Was das Register signiert hat
file-issued = Signiert am
file-certificate = Zertifikat nachschlagen
file-replaced = Ersetzt
file-replaced-means = Das Register hat diese Datei ausgestellt, und sie ist unverändert; eine neuere ist aber an ihre Stelle getreten, weil sich der eingetragene Name geändert hat.
file-replaced-next = Bitten Sie um die neuere Datei, oder schlagen Sie das Zertifikat unter seiner Nummer nach.
file-around = Verändert
file-around-means = Der Nachweis in diesem PDF stammt von uns, das PDF um ihn herum aber nicht: Was es zeigt, kann beliebig sein.
file-around-next = Glauben Sie nur dem, was unten steht, und bitten Sie um die Originaldatei.
file-altered = Verändert
file-altered-means = Diese Datei gibt an, aus dem Register zu stammen, ist aber nicht so, wie das Register sie signiert hat.
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
statistics-awarded-note = Jedes Zertifikat zählt im Jahr seiner Prüfung, was auch immer seither aus ihm wurde. Jede Zeichnung hat ihren eigenen Maßstab.
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
way-organisations-title = Zertifizierte Organisation finden
way-organisations = Wer nach ISO/IEC 20000-1 zertifiziert ist, wofür, wo und von wem.
way-training-title = Kurs finden
way-training = Akkreditierte Kurse für jede Qualifikation, nach Land und Sprache, im Kursraum oder online.
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

## Bodies

bodies-title = Zertifizierungsstellen
bodies-lead = Die Stellen, die das Programm führt: Sie prüfen Personen und zertifizieren Organisationen.
body-description = { $name }, { $country }: die Listung als Zertifizierungsstelle und die Organisationen, die sie zertifiziert hat.
body-facts = Die Stelle
body-history = Listung
body-auditors = Zugelassene Auditoren
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
fact-standard = Norm
fact-body = Ausgestellt von
fact-sites = Standorte
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
