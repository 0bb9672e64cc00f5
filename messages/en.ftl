# What the pages say in English. All files here have the same messages with the same variables; a test compares them.
# Terms are those of ISO/IEC 17024: valid, suspended, withdrawn, expired.

## Days and instants

date-day =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
date-moment = { $day }, { $time } UTC

## On every page

skip-to-content = Skip to the content
navigation-main = Main
navigation-menu = Menu
navigation-verify = Verify a certificate
navigation-api = API
navigation-language = Language
footer-registry = The certification registry of the ISO/IEC 20000 qualification scheme
navigation-texts = About the operator
operator-is = Operated by { $name }
operator-is-missing = Whoever operates this registry has not given a name yet.
operator-write = Write to
demonstration = Demonstration: all records here are invented, and no certificate here is worth anything.
text-contact = Contact
text-contact-missing = The operator of this registry has not published how to reach it.
text-imprint = Imprint
text-imprint-missing = The operator of this registry has not published an imprint: who is responsible for it in law is not known here.
text-privacy = Privacy notice
text-privacy-missing = The operator of this registry has not published a privacy notice. What follows is true of the program, whoever operates it.
text-terms = Terms of use
text-terms-missing = The operator of this registry has not published terms of use.
text-terms-known = Anybody may look certificates up here, without an account. A status holds for the moment at which it was looked up.
text-accessibility = Accessibility
text-accessibility-missing = The operator of this registry has not published an accessibility statement.
text-accessibility-known = The program’s pages are made to meet WCAG 2.2, level AA. They work by keyboard, with screen readers, without scripts, in light and dark, and from a width of 320 pixels; every page is checked by a program in each language. Certificates as PDF are tagged for screen readers (PDF/UA-1).
text-appeals = Appeals and complaints
text-appeals-missing = The operator of this registry has not published how appeals and complaints are handled.
text-appeals-known = Every decision is on record with its reasons, and a candidate may ask for them. Turn first to the certification body that examined; a certificate names it, where a body examined.
text-other-language = There is no version of this text in English.

## How to take part: what is said where the operator gives no text

how-certified = How an organisation becomes certified
how-certified-lead = A Registered Certification Body audits how your organisation manages its services, certifies it against ISO/IEC 20000-1, and the register publishes that.
how-certified-scope = First decide which services, sites and customers the certificate is to cover, and write it down as its scope statement.
how-certified-body = Then choose a body: any that is listed here. It tells you what it needs, audits you, and decides.
how-certified-after = A published certificate is found here by everybody, with its scope and the body that certified, which may also suspend, reinstate or withdraw it.
how-body = How a body becomes registered
how-body-lead = Certification bodies that audit providers of IT services can be listed as Registered Certification Bodies (RCBs).
how-body-asked = A body that applies gives its name, its country, and by whom and under which number it is accredited. Write to the operator of the registry.
how-body-listed = A registrar lists it from a day on. A listing can be suspended, reinstated and withdrawn, and its history is public.
how-body-does = While it is listed, a body registers candidates, evidence and results, and submits the certificates of organisations, one by one or by the file.
how-scheme = How the certification scheme for organisations works
how-scheme-lead = Registered Certification Bodies audit providers of IT services against ISO/IEC 20000-1. The scheme publishes who is certified, for what, and by whom.
how-scheme-decision = The body that audited decides, and answers for its certificates. It submits organisation, sites, edition, dates and scope statement.
how-scheme-register = Certificates that are suspended, withdrawn or expired stay on record, with their history. An edition of the standard that was replaced has a last day on which one can be certified against it.
how-logo = How the scheme’s logo may be used
how-logo-lead = The operator of this registry has not published rules for its logo. Until then, use it only with the operator’s consent.
how-logo-who = Only whoever is certified or listed uses it, only while that holds, and only for what the certificate covers.
how-logo-what = It stands for the management of services. On products, on reports of tests, or beside a person’s name it would say what no audit has shown.
how-logo-end = Whoever is suspended or withdrawn stops using it at once. The register decides, not a logo: look the organisation up.

## The home page

home-title = Certification registry
home-lead = This registry keeps who is qualified under the { $scheme }, who examined them, and what each certificate is worth today.
home-qualifications = Qualifications
home-eligibility = See whether what you have suffices to sit an examination.
home-scheme = The standard and its scheme
home-standard = What ISO/IEC 20000 is, its parts, and which edition is current.
home-benefits = What it brings to individuals and to organisations.
home-api = The API, to read and to try
home-openapi = The OpenAPI document
home-problems = What each error means, and how to get past it

## Asking about a certificate

verify-title = Verify a certificate
verify-lead = Enter the number on the certificate, and the name of whoever showed it to you. The registry tells you at once whether it is valid today, and theirs.
verify-description = Enter the number of a certificate, or choose its file, and the registry says whether it is valid.
number-label = Certificate number
number-hint = Twelve letters and digits, as on the certificate. Capitals, hyphens and spaces do not matter.
number-button = Check the certificate
number-name-label = Family name of the holder (if you want to compare it)
number-again = Check another number
file-title = Check a file
file-lead = If you were sent the certificate as a file, check the file itself: this also shows whether it was altered.
file-label = Choose the file, or drop it here
file-hint = PDF, JSON or JWS, 5 MB at most. The file is only read, never kept.
file-button = Check the file

## A number that cannot be one

mistyped-empty = Enter the number first: it stands on the certificate.
mistyped-length =
    { $found ->
        [one] This has one character; a certificate number has 12, not counting hyphens.
       *[other] This has { $found } characters; a certificate number has 12, not counting hyphens.
    }
mistyped-character = “{ $character }” is in no certificate number: they have digits and letters from A to Z without U.
mistyped-check = A character is wrong, or two are swapped: the last one, which is there to notice that, does not fit the others.
mistyped-advice = Compare it with the certificate, character by character. The letter O counts as the digit 0, and I and L count as 1.

## The status of a certificate

number-title = Certificate { $number }
number-kind = Certificate
number-preview = Certificate { $number }: check its status
number-description = On this page the registry says what this certificate is worth today.
status-valid = Valid
status-suspended = Suspended
status-withdrawn = Withdrawn
status-expired = Expired
status-unknown = Unknown
status-mistyped = Mistyped
status-was-valid = Was valid on { $day }
status-was-suspended = Was suspended on { $day }
status-was-withdrawn = Was already withdrawn on { $day }
status-was-expired = Had already expired on { $day }
status-was-unknown = Not on record on { $day }
status-label = Status
status-as-of = Status on { $day }
status-checked = Looked up on { $moment }
status-past = You are looking at an earlier day. What holds today may be different.
status-today = Show the status today
valid-means = The registry awarded this certificate, and it is in force.
valid-next = Compare the qualification and the dates below with what you were shown, and check that the name is right.
valid-next-named = Compare the qualification and the dates below with what you were shown.
suspended-means = The registry awarded this certificate, but it is out of force for the time being. Its holder may not use it until it is reinstated.
suspended-next = Do not rely on it today. Ask the holder about it, and look here again before you decide.
withdrawn-means = The registry awarded this certificate and has withdrawn it for good. Nobody may use it any more.
withdrawn-next = Do not accept it, however good the paper or the file looks. The holder may have another certificate: ask for its number.
result-annulled = The result that it was awarded on has been annulled: there should never have been one.
expired-means = The registry awarded this certificate, and its last day has passed.
expired-next = Do not rely on it for today. If the holder has been certified again since, there is a new number: ask for it.
unknown-means = The number is well formed, but the registry never awarded a certificate with it.
unknown-next = Compare the number with the certificate once more. If it really says so, do not accept the certificate: it is not from this registry.
unknown-means-then = On that day there was no certificate with this number.
unknown-next-then = It may have been awarded later. Look at its status today.
mistyped-means = No certificate can have this number. That says nothing about the certificate itself.

## An organisation's certificate

fact-confirmed = Last confirmed by the body
fact-organisation = Organisation
organisation-verify-title = Verify an organisation’s certificate
organisation-verify-lead = The certificate of an organisation has a number that its certification body gave it. Enter it as it stands on the paper.
organisation-verify-person = Verify a person’s certificate
organisation-number-label = Number on the paper
organisation-number-hint = Capitals, spaces and hyphens do not matter.
organisation-body-label = Certification body on the paper
organisation-body-hint = Only needed where several bodies use the same number.
organisation-choose-title = Several bodies use this number
organisation-choose-lead = Choose the body that the paper names.
organisation-not-either = No certificate of an organisation has this number either.
organisation-mistyped-means = No certificate of an organisation can have this number.
organisation-certificate-verify = Verify this certificate
register-mistyped-means = The number in this address is none of the registry’s: a character is wrong, missing or swapped.
organisation-valid-means = This certificate of an organisation is in force.
organisation-valid-next = Compare the organisation, the scope, the sites and the days below with what you were shown.
organisation-suspended-means = This certificate is out of force for the time being. The organisation may not refer to it until it is reinstated.
organisation-suspended-next = Do not rely on it today. Ask the certification body about it, and look here again before you decide.
organisation-withdrawn-means = This certificate was withdrawn for good. Nobody may refer to it any more.
organisation-withdrawn-next = Do not accept it, however good the paper looks. Whether the organisation has another certificate is shown on its page.
organisation-expired-means = The last day of this certificate has passed.
organisation-expired-next = Do not rely on it for today. Whether the organisation was certified again since is shown on its page.
organisation-unknown-means = No certificate with this number is published here.
organisation-unknown-next = Compare number and body with the paper once more. If it really says so, do not rely on it, and ask the body that it names.
organisation-link-title = The short link
organisation-link-lead = Whoever follows it, or points a camera at the code, sees what holds then. It may be printed beside the certificate.
organisation-link-download = The code as a drawing (SVG)
organisation-link-code = QR code with the short link of this certificate
organisation-mark-title = A mark for a website
organisation-mark-lead = The mark always tells what holds today: once the certificate is suspended, withdrawn or over, it says so.
organisation-mark-how = Put this into the page, unchanged. It leads whoever follows it here; a copy of the picture would tell the truth of the day on which it was made.
organisation-mark-alt = The mark as it is today
mark-unknown-now = The registry cannot tell right now

## What is known of a certificate

facts-title = The certificate
fact-qualification = Qualification
fact-edition = Edition
fact-examined-by = Examined by
fact-awarded = Awarded on
fact-expires = Valid until
fact-expires-never = no end date
fact-renewable = Can be renewed
fact-renewable-days = from { $from } to { $until }
fact-renews-certificate = Renews
fact-renewed-by-certificate = Renewed by
fact-suspended-until = Suspended until
fact-holder = Holder
fact-holder-hidden = Not public. If you know the name, compare it on this page.
history-title = History
turn-awarded = Awarded
turn-suspended = Suspended
turn-suspended-until = Suspended, until { $day }
turn-reinstated = Valid again
turn-withdrawn = Withdrawn
turn-expired = Expired

## Checking the name, and an earlier day

name-title = Check the name
name-lead = A certificate says something only about the person it was awarded to. Compare the name here; it is not stored in readable form.
name-label = Family name of the holder
name-hint = Capitals and accents do not matter, nor whether letters are spelled as in a passport (Mueller for Müller).
name-button = Compare the name
name-matches = The name matches: this certificate was awarded to { $name }.
name-earlier = This is an earlier name of the holder.
name-earlier-means = The name on record has changed since; papers that were issued before the change bear the earlier name. The certificate is the same person’s.
name-differs = The name does not match.
name-differs-valid = Valid, but not for “{ $name }”
name-differs-other = { $status }, and not for “{ $name }”
name-differs-means = The certificate with this number is in force, but its holder has another family name on record.
name-differs-next = Check the spelling, and give the family name alone. If it still does not match, the certificate was awarded to somebody else.
name-missing = Enter the family name first.
name-unreadable = This is not a name: it is too long, or has characters that no name has.
name-waits = Too many wrong names have been tried for this certificate, by you or by others. Names are compared again from { $moment } on. What this page says of the certificate holds meanwhile; whose it is stands in the file that its holder has.
day-title = The status on an earlier day
day-lead = For example on the day of an audit or of a contract.
day-label = Day
day-button = Show the status
day-wrong = There is no such day. Write it as year, month and day: 2024-05-17.
day-future = That day is still to come. Nobody can say yet what holds then.
print-address = This page: { $address }

## The holder's page

holder-title = Your certificate
holder-keep-secret = Keep the link that you opened to yourself: whoever has it can download your certificate and decide about your name. To show your certificate to others, give them the address below.
holder-suspended-next = Do not use it until it is reinstated. The certification body that examined you can tell you what to do.
holder-withdrawn-next = If you did not expect this, ask the certification body that examined you.
holder-expired-next = You can still show what you achieved, but not that it holds today. A certification body can tell you how to be certified again.
holder-gone = This link does not work
holder-gone-next = It does not exist, or it is no longer valid. Ask the body that issued the certificate for a new one.
holder-closed = This page is closed
holder-closed-next = It closes after half an hour without use, so that nobody else finds it open. Open the link that you were given once more.
files-title = Download
files-lead = The PDF is for printing and for sending. It has a code that leads to this registry, and carries the signed certificate within it.
files-pdf = Certificate as PDF
files-pdf-english = It is in English: the registry has no font for this language.
files-pdf-others = Also in:
files-programs = For programs, and for collections of digital certificates:
files-jwt = Signed certificate (JWT)
files-json = Signed certificate (JSON)
files-none = There is nothing to download while the certificate is suspended, nor once it is withdrawn.
files-unsigned = Nothing can be signed at the moment
files-unsigned-next = The registry is not set up under the address that everybody reaches it by. Please tell the body that examined you; what its register says of your certificate is not affected.
share-title = Share
share-lead = Whoever opens this address sees what your certificate is worth on that day.
share-label = Address to share
share-open = See what others see
listing-title = Your name on the public pages
listing-lead = You decide, and you can change your mind at any time. Your decision holds for all your certificates in this registry. You lose nothing by staying hidden: whoever knows your family name can compare it.
listing-is-shown = Everyone who looks up your certificate sees your name.
listing-is-hidden = Your name is hidden. Only those who enter your family name correctly see it.
listing-show = Show my name to everyone
listing-hide = Hide my name
listing-saved = Your decision is saved.

## The standard

standard-title = The standard
standard-lead = ISO/IEC 20000 is the international standard by which an organisation shows that it excels at managing IT services, and proves that it follows best practice.
standard-what = What it is
standard-what-system = Of all international standards it is the one made for IT service management alone. Its management processes are integrated: together they form a service management system, by which services reach the business and its customers effectively.
standard-what-improvement = Whoever provides IT services in conformity with it runs such a system, and the system obliges the provider to improve its services continually.
standard-what-adoption = Its use has spread fast around the world, among providers inside organisations as much as among those that serve others. In competition it sets a provider apart.
standard-itil = The standard and ITIL
standard-itil-means = The standard is aligned with ITIL, the framework of best practice, and complements the process approach that ITIL defines.
standard-parts = Its parts
standard-part-one = Part 1: { $edition }, the specification
standard-part-one-means = The formal requirements for a service management system, in six areas:
standard-area-general = general requirements for a service management system
standard-area-design = design and transition of new or changed services
standard-area-delivery = service delivery processes
standard-area-relationship = relationship processes
standard-area-resolution = resolution processes
standard-area-control = control processes
standard-part-two = Part 2: { $edition }, the guidance
standard-part-two-means = How service management systems are applied, with best practices for the processes that lie within the scope of Part 1.
standard-part-three = Part 3: { $edition }, scope and applicability
standard-part-three-means = Guidance on how a scope is defined, and on where Part 1 is applicable. It began as a technical report (TR).
standard-parts-further = Further parts
standard-parts-further-means = They add guidance and information on particular aspects and uses.
standard-editions = Its editions
standard-first = First published
standard-second = Second edition
standard-second-means = That of the years in which these examinations were made.
standard-examined = Examined
standard-examined-means = All examinations from { $day } on are based on it.
standard-current = Current today
standard-current-means = Part 1. Its areas are arranged anew, as those of other standards for management systems are.
standard-current-others = The current editions of the others: { $editions }
standard-certified-until = organisations were certified until { $day }
standard-valid-until = organisations were certified until { $day }; their certificates were valid until { $last }
standard-organisations = Editions that organisations are certified against

## Benefits

benefits-title = Benefits
benefits-lead = What those gain who sit the examinations, and what organisations gain that follow the standard.
benefits-individuals = For individuals
benefits-learning = With { $first } and { $second } you learn to
benefits-relation = see how the standard and the best practices of IT service management belong together, and choose and apply methods that suit an organisation
benefits-scoping = recognise and explain questions of applicability, eligibility and scope: then you can help to judge whether an organisation is ready to be certified, support audits, and advise on continual improvement
benefits-gap = carry out a gap analysis, and back it with a plan for improvement and implementation
benefits-parts = describe what the specification and the code of practice cover, aim at and are used for, each by its role among the parts of the standard
benefits-processes = see why service management processes need to be planned and put into practice, report on services and on the main metrics of the processes, hold reviews, assessments and audits regularly, and plan how services go on improving
benefits-auditing = With { $title } you become certified as an auditor of the standard.
benefits-organisations = For organisations
benefits-culture = A culture that lasts
benefits-culture-means = Learning and continual improvement become a habit, with a target to reach and to hold: IT services of better quality, and a business and customers with more confidence in their provider.
benefits-integrated = Processes that fit together
benefits-integrated-means = Attention goes to a set of integrated processes and solutions that suit the business processes, the customers and the users, and work for them.
benefits-cost = Lower cost, less risk
benefits-cost-means = Changes are made faster, staff get more done, and skills and expertise are used better. That costs less in the long term, and business objectives are less likely to be missed.
benefits-structure = A structured approach
benefits-structure-means = Guidance from best practice helps to understand the business and its needs, the roles and the processes better. Reputation, relationships, co-operation and communication with business and customers gain by it.
benefits-self = Self-assessment
benefits-self-means = An organisation can hold its own processes and activities against an international standard, to find what can be better and to make it so.
benefits-independent = Independent recognition
benefits-independent-means = Independent auditors from outside check whether it complies, in a scheme and by a standard that are recognised and respected around the world.

## What is told of each qualification

level-purpose = Purpose
level-audience = Whom it is for
level-opens = What it opens
level-opens-means = It meets the prerequisite for { $title }.
level-course = The course
level-course-mandatory = To have attended an accredited { $title } course is mandatory: without it nobody sits the examination.
level-based-on = Based on
level-days = Sittings
level-days-from = from { $day }
level-days-until = until { $day }
level-days-between = from { $from } to { $until }
level-format-latest = The format today
level-format-earlier = Previous formats
level-current = What is current today
level-current-means = The standard goes on: its current edition is { $edition }. The examination is based on the edition named above, and so is what a certificate says.

## Documents and notices

documents-title = Documents
documents-lead = What the scheme owner publishes, and papers of others about the standard in practice.
documents-none = No document is published yet.
document-white-paper = white paper
document-case-study = case study
document-guide = guide
document-rules = rules
document-of = of { $owner }
document-file = PDF, { $kilobytes } kB
news-title = News
news-lead = What the scheme owner announces about the standard and the scheme.
news-none = Nothing is announced yet.
news-more = More about it
news-feed = As a feed (Atom)

## The leaflets

leaflet-format = { $style }: { $questions }; pass mark { $pass }; { $duration }; aids: { $aids }
leaflet-of-scheme = The scheme at a glance (leaflet, PDF)
leaflet-of-level = { $title } at a glance (leaflet, PDF)
leaflet-address = This leaflet says what the register says, which is kept up to date: { $address }
leaflet-code = QR code with the address { $address }

## A qualification

qualification-description = { $title }: what it shows, how it is examined, and who may sit the examination.
qualification-examination = The examination
qualification-format = Format
qualification-paper = Paper
qualification-questions =
    { $questions } { $questions ->
        [one] question
       *[other] questions
    } of { $marks ->
        [one] one mark
       *[other] { $marks } marks
    } each
qualification-pass = Pass mark
qualification-pass-of = { $pass } of { $available } ({ $percent }%)
qualification-duration = Duration
qualification-minutes =
    { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }
qualification-book = Aids
qualification-book-closed = none (closed book)
qualification-book-open = open book: { $permitted }
qualification-declared = How such a paper was built and marked is not kept here. The results are on record as they were declared.
qualification-validity = How long a certificate is valid
qualification-valid-for =
    { $years ->
        [one] One year from the day of the examination.
       *[other] { $years } years from the day of the examination.
    }
qualification-valid-always = It has no end date. It can be suspended or withdrawn, so look its number up.
renewal-title = Renewal
renewal-days =
    A certificate can be renewed from { $before ->
        [one] one month
       *[other] { $before } months
    } before its last day until { $after ->
        [0] that day
        [one] one month after it, when it has expired
       *[other] { $after } months after it, when it has expired
    }. One of these suffices:
renewal-examination = Passing the examination for { $title }.
renewal-points =
    { $points ->
        [one] One point
       *[other] { $points } points
    } of continuing education since the award, each checked.
renewal-years = The years of the next certificate count from the end of the one before: nobody loses days by being early, nor gains any by being late.
qualification-who = Who may sit
requirement-anyone = Anyone.
requirement-all = Whoever meets all of these conditions:
requirement-any = Whoever meets one of these conditions:
requirement-certification = holds the { $title }
requirement-lapsed-counts = also if it has lapsed
requirement-course = has attended an accredited { $title } course
requirement-experience =
    { $years ->
        [one] has at least one year’s experience conducting audits in an IT environment
       *[other] has at least { $years } years’ experience conducting audits in an IT environment
    }
requirement-counted-to-course = { $roles }; counted up to the day on which that course was completed
requirement-role-both = as a third-party auditor, or as an internal auditor of an organisation
requirement-role-third-party = as a third-party auditor
requirement-role-internal = as an internal auditor of an organisation

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = ISO/IEC 20000 qualification scheme
scheme-foundation = Has a basic knowledge of the content and requirements of ISO/IEC 20000 and of how it operates in a typical IT service provider.
scheme-practitioner = Understands the content of ISO/IEC 20000 and can apply it in organisations that are certified or consider certification.
scheme-auditor = Understands the principles of IT service management and the requirements of ISO/IEC 20000-1.
scheme-foundation-purpose = Whoever passes has shown a good basic knowledge of what ISO/IEC 20000 contains and requires, and an understanding of how it operates in a typical IT service provider.
scheme-foundation-audience = The entry level, for everybody who begins with ISO/IEC 20000.
scheme-practitioner-purpose = Whoever passes has shown that they understand what ISO/IEC 20000 contains, and can apply it where an organisation is certified or considers it.
scheme-practitioner-audience = For those who work with the standard in such an organisation.
scheme-auditor-purpose = Whoever passes has shown that they understand the principles of IT service management, and what ISO/IEC 20000-1:2011 requires.
scheme-auditor-audience = For experienced auditors, who conduct audits in an IT environment already.
scheme-auditor-course = It is a transition course for experienced auditors: the principles of generic techniques for auditing management systems are not part of it. That is why experience is asked of those who attend.
scheme-multiple-choice = multiple choice
scheme-complex-multiple-choice = complex multiple choice
scheme-book-part-one = a copy of Part 1 is permitted
scheme-edition-2011 = ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012
scheme-format-2011 = 2011 format
scheme-format-previous = Previous format

## What is found about a file

file-missing = Choose a file first.
file-genuine = The registry issued this file, and it is unaltered.
file-signed = What the registry signed
file-issued = Signed on
file-certificate = Look the certificate up
file-replaced = Replaced
file-replaced-means = The registry issued this file, and it is unaltered, but it counts no longer: something else is on record since (the holder’s name, words of the scheme or the issuer’s name, a key).
file-replaced-next = Ask the holder or the body for a current file, or look the certificate up by its number.
file-around = Altered
file-around-means = The credential inside this PDF is ours, but the PDF around it is not the one that we made: what it shows may be anything.
file-around-next = Believe only what stands below, and ask the holder for the original file.
file-altered = Altered
file-altered-means = This file says that it comes from the registry, but it is not as the registry signed it, or something was added to it.
file-altered-next = Do not accept it. Check the certificate by its number instead.
file-revoked = Not proven
file-revoked-means = This file was signed with a key that the registry no longer stands by, so its signature proves nothing.
file-revoked-next = Ask the holder for a newer file, or check the certificate by its number.
file-record = Not on record
file-record-means = This file bears a signature of the registry, but the registry has no record of it.
file-record-next = Do not rely on it, and please tell the registry about it.
file-other = Not ours
file-other-means = Somebody else issued this file. This registry cannot tell what it is worth.
file-other-next = Ask whoever issued it. A certificate of this registry can be checked by its number.
file-none = Not a credential
file-none-means = There is no credential of the registry in this file. Photographs, scans and files that were printed anew have none.
file-none-next = Check the certificate by the number that stands on it, or ask the holder for the original file.
file-also-replaced = Besides, the credential in this file counts no longer: something else is on record since than what stands below.
file-certificate-is = The certificate itself: { $status }. { $means }
file-wrapped = Only the signed certificate inside this file was checked. What it is wrapped in may say anything.
file-unread = Not readable
file-encrypted-means = This PDF is protected by encryption, so nobody can tell whether a credential of the registry is in it.
file-encrypted-next = Save it without a password and check it again, or check the certificate by the number that stands on it.
file-damaged-means = This file is damaged or cut off, so nobody can tell whether a credential of the registry is in it.
file-complicated-means = This file is larger or more complicated than any certificate, so it was not looked into: nobody can tell whether a credential of the registry is in it.
file-broken-means = There are line breaks or spaces within this signed certificate, as mail programs put them into long lines.
file-broken-next = Save the attachment itself and check that, or check the certificate by its number.
file-several-means = There are several certificates in this file, and one answer would be for one of them alone.
file-several-next = Save each one as a file of its own and check it, or check each certificate by its number.

## When a page cannot be shown

error-not-found = There is no such page
error-not-found-next = Check the address, or start from the number on the certificate.
error-method = This address is not used like that
error-method-next = Start again from the form.
error-request = The request cannot be read
error-request-next = Go back, and try again from the form.
error-too-large = This is too large
error-too-large-next = Certificates are small files. Choose the file that you were sent, not a scan or an archive.
error-too-slow = It took too long to arrive
error-too-slow-next = Check your connection, and try again.
error-too-many = Too many checks in a short time
error-too-many-next =
    { $seconds ->
        [one] Please wait one second, and try again.
       *[other] Please wait { $seconds } seconds, and try again.
    }
error-too-many-why = The number of checks is limited so that nobody can guess numbers or names.
error-unavailable = We cannot tell right now
error-unavailable-next = The registry does not have its records at hand for the moment. This says nothing about the certificate, neither that it is valid nor that it is not. Please try again in a minute.
error-internal = Something went wrong on our side
error-internal-next = This says nothing about the certificate. Please try again; if it happens again, tell us the reference.
error-again = Try again
error-reference = Reference: { $id }

## Statistics

statistics-title = Statistics
statistics-lead = What the registry counts: certificates, certification bodies and certified organisations.
statistics-as-of = As of { $day }. Counted anew every few minutes.
statistics-awarded = Certificates awarded each year
statistics-awarded-note = Every certificate is counted in the year of its examination, whatever became of it since.
statistics-awarded-scale = All drawings have the same scale.
statistics-total = In all:
statistics-awarded-table = Certificates awarded, by year and qualification
statistics-year = Year
statistics-organisations = Certified organisations by country
statistics-organisations-note = Organisations that hold a valid certificate today. One with sites in several countries is counted in each of them.
statistics-organisations-counted = Organisations
statistics-bodies = Certification bodies by country
statistics-bodies-note = Bodies that are listed today, by the country that they are in.
statistics-bodies-counted = Bodies
statistics-nothing = There is none yet.
statistics-by-country = By country, the greatest number first
statistics-country = Country

### The public directory

## The navigation

menu-verify = Verify
menu-organisations = Organisations
menu-bodies = Bodies
menu-training = Training
menu-qualifications = Qualifications
menu-eligibility = Eligibility
menu-statistics = Statistics
menu-about = About

## Searching

search-title = Search the registry
search-lead = Certification bodies, certified organisations, training organisations and courses, all at once.
search-label = Search for a certificate number, an organisation, a body or a course
search-hint = Part of a name is enough. Capitals and accents do not matter.
search-button = Search
search-kind = Kind
kind-training = Training organisations

## The ways in

way-verify = Somebody shows you a certificate: its number or its file tells you at once what it is worth today.
way-look-up-title = Look something up
way-look-up = Who is certified and for what, who examines, and which courses count.
way-bodies-title = For bodies and employers
way-bodies = Bodies register results one by one or by the file, and employers verify a thousand certificates at once, from their own systems.
way-training-title = Find a course
home-trust = Why you can rely on it
home-trust-rules = The same rules for everybody
home-trust-rules-means = Nothing is awarded that the scheme does not allow, and every refusal says why.
home-trust-history = Nothing disappears
home-trust-history-means = What was awarded, suspended or withdrawn stays on record with its days.
home-trust-private = People decide about their names
home-trust-private-means = A holder is shown only with consent. Looking something up needs no account, and this site sets no cookies.

## Forms that find something

finder-name = Name
finder-words = Name, or words of the scope
finder-forgives = Part of a name is enough; capitals and accents do not matter.
finder-country = Country
finder-region = Region
finder-edition = Standard
finder-body = Certification body
finder-day = On this day
finder-day-of-course = Accredited on
finder-language = Language
finder-delivery = Delivery
finder-any = Any
finder-button = Search
finder-asked = What you asked for
finder-without = Without this
finder-unknown = There is nothing of this kind to choose. Choose from the list.
finder-unreadable = This cannot be searched for: it is too long, or has characters that no name has.
found-title = Found
found-count = Found: { $number }
found-by-name = In the order of the names. A name is found by any part of it.
found-ranked = The best matches first: the very name, then what begins with it, then what contains it.
found-more-than = more than { $number }
found-courses = Courses that are accredited on the day, today unless you choose another, in the order of their titles.
found-next = Show more
found-data = The same list as data
found-nothing = Nothing was found.
found-nothing-spelling = Try fewer words, or only a part of the name.
found-nothing-filters = Take one of the conditions above away.
found-everything = Start again with everything

## Status and history

standing-listed = Listed
standing-accredited = Accredited
standing-ended = Accreditation ended
standing-not-yet = Not yet in force
event-listed = Listed
event-listed-again = Listed again
event-suspended = Listing suspended
event-suspended-until = Listing suspended, until { $day }
event-withdrawn = Listing withdrawn
event-issued = Issued
event-transferred = Transferred to { $body }, number { $number }
period-open = since { $from }
period-until = from { $from } to { $until }
accreditation-state = { $days }; { $state }
accreditation-suspended = suspended since { $since }
accreditation-suspended-until = suspended from { $since } to { $until }
accreditation-withdrawn = withdrawn on { $since }
event-accredited = Accredited
event-accredited-again = Accredited again
event-accreditation-suspended = Accreditation suspended
event-accreditation-suspended-until = Accreditation suspended, until { $day }
event-accreditation-withdrawn = Accreditation withdrawn
event-accreditation-ended = Accreditation ended
event-accreditation-extended = Accreditation extended until { $day }
event-accreditation-corrected = Days of the accreditation corrected: { $days }
training-history = History of the accreditation
training-sessions = Sessions
session-enrol = Enrol
finder-session-from = Session from
finder-session-until = Session until
finder-place = Place of the session
found-sessions = Sessions of accredited courses, in the order of their days.

## Bodies

bodies-title = Certification bodies
bodies-lead = The bodies that the scheme lists: they examine people and certify organisations.
body-description = { $name }, { $country }: its listing as a certification body, and the organisations that it certified.
body-facts = The body
body-history = Listing
body-suspended-means = While its listing is suspended, this body registers no results and certifies nobody new. Certificates that were awarded before are not changed by that: look each of them up by its number.
body-withdrawn-means = This body is not listed any more: it registers no results and certifies nobody. Certificates of people that were awarded before stay as they are, for the registry awarded them; certified organisations go on with another body. Look each certificate up by its number.
body-editions = Approved for
body-editions-none = no edition
body-left-transferable = Certificates of organisations that it issued may be transferred to another body until { $day }. Whoever holds one asks another body for that; what nobody has taken over by then is valid no longer.
body-left-lapsed = Certificates of organisations that it issued could be transferred to another body until { $day }. What nobody had taken over by then is valid no longer; the organisation is certified anew by another body.
body-auditors = Approved auditors
transfer-title = Transfer of the certificates of { $body }
transfer-description = What becomes of the certificates of organisations that { $body } issued, until when they can be transferred, and to whom.
transfer-lead = This body is withdrawn since { $day }. Another body may take each certificate below over until { $last }; what nobody has taken over by then is valid no longer.
transfer-over = This body is withdrawn since { $day }. Its certificates could be transferred until { $last }; what nobody had taken over by then is valid no longer, and the organisation is certified anew.
transfer-how = What to do
transfer-choose = Choose a listed body that is approved for the edition of your certificate; they are named below.
transfer-give = Give it your certificate, the reports of the last audits with what was done about their findings, and your complaints.
transfer-review = It reviews whether the certificate can be transferred (IAF MD 2); a suspended one is reinstated first. Your certificate stays valid meanwhile, at the longest until the day above.
transfer-record = The scheme owner records the transfer: your certificate gets a number of the new body and keeps its last day.
transfer-certificates = Certificates that wait for another body
transfer-none = None waits any more that is shown here.
transfer-approved = Approved bodies
transfer-approved-none = No listed body is approved for this edition.
transfer-link = What certified organisations can do
body-certified = Organisations that it certified
body-certified-none = None is published yet.
body-certified-search = Search among them
fact-website = Website
fact-contact = Contact
fact-accreditation = Accredited by
fact-accreditation-none = not on record
fact-accredited = Accredited

## Organisations

organisations-title = Certified organisations
organisations-lead = Who is certified against ISO/IEC 20000-1, for what, and by whom. What was suspended or withdrawn is shown too.
organisation-description = { $name }, { $country }: its certificates against ISO/IEC 20000-1, what they cover, and who issued them.
organisation-certificates = Certificates
event-issuer-withdrawn = { $body } is not listed any more; may be transferred until { $day }
event-lapsed = Lapsed: no other body took it over in time
issuer-withdrawn = Issuer withdrawn on { $day }; may be transferred to another body until { $last }.
issuer-withdrawn-lapsed = Issuer withdrawn on { $day }; could be transferred to another body until { $last }.
issuer-withdrawn-only = Issuer withdrawn on { $day }.
fact-standard = Standard
fact-body = Issued by
fact-sites = Sites
fact-trading-names = Also trades as
fact-address = Address
fact-legal-entities = Also covers
fact-sectors = Sectors
fact-certificate-accreditation = Accredited by
fact-first-issued = First certified
organisation-confidential = This certificate is confidential: it is told only to who knows its number and its body. It certifies { $name }: { $edition }.
fact-issued = Valid from
fact-renews = Renews
fact-renewed-by = Renewed by
fact-registration-number = Company register

## Training

training-title = Find a course
training-lead = Courses that the scheme has accredited. An Auditor course has to be one of these.
training-description = { $name }, { $country }: its accredited courses.
training-facts = The organisation
training-courses = Courses
training-no-courses = No course of this organisation is on record.
course-countries = Countries
course-languages = Languages
delivery-classroom = in a classroom
delivery-online = online

## Qualifications

qualifications-title = Qualifications
qualifications-lead = Three examinations, each for its own work with ISO/IEC 20000.
qualification-eligibility = Does what I have suffice?
qualification-courses = Accredited courses

### Eligibility for everyone

eligibility-title = Check what you need
eligibility-lead = See whether what you have suffices to sit an examination on a day, and exactly what is missing. You need no account for it.
eligibility-description = Whether what you have suffices to sit an examination of the ISO/IEC 20000 scheme, and exactly what is missing.
eligibility-choose-qualification = Which examination?
eligibility-of = May I sit { $title }?
eligibility-form-lead = Enter what you have. It is held against the rules that decide on results.
eligibility-rules = What is asked
eligibility-privacy = Nothing you enter is stored, and nobody asks who you are. The answer is no decision: evidence counts once a certification body has verified it.
eligibility-mistakes =
    { $count ->
        [one] One entry cannot be right
       *[other] { $count } entries cannot be right
    }
eligibility-mistake-at = { $field }: { $mistake }
eligibility-mistake-years = Only days from the years 1900 to 2200 can be entered.
eligibility-mistake-future = That day is still to come. Only what has happened is evidence.
eligibility-mistake-order = The last day lies before the first.
eligibility-mistake-twice = This came twice, and only the first entry is shown. Check it.
eligibility-mistake-beginning = Enter the first day of this period.
eligibility-mistake-end = Enter the last day of this period, or say that you still do this work.
eligibility-mistake-ends = Either enter the last day, or say that you still do this work: not both.
eligibility-mistake-role = Choose the role in which you conducted audits.
eligibility-mistake-course = This course is not in the directory. Choose one from the list.
eligibility-mistake-completed = Enter the day on which you completed the course.
eligibility-mistake-awarded = Enter the day on which this certificate was awarded.
eligibility-yes = This suffices
eligibility-yes-means = With this you may sit { $title } on { $day }, once a body has verified it.
eligibility-later = Not yet
eligibility-later-means = It does not suffice for { $title } on { $day }, but only time is missing.
eligibility-earliest = From { $day } on it suffices, if what goes on today goes on until then.
eligibility-no = This does not suffice
eligibility-no-means = It does not suffice for { $title } on { $day }. Waiting alone does not change that; below is what is missing.
eligibility-basis = All that you entered is taken as verified. This is no decision.
eligibility-version = Scheme version { $version }
eligibility-found = What is asked, and what you have
eligibility-met = Met
eligibility-unmet = Not met
eligibility-unneeded = Not needed
eligibility-day = Day of the examination
eligibility-day-hint = Leave it empty for today.
eligibility-certificates = Certificates that you hold
eligibility-certificates-hint = Enter the day on which each was awarded, and the last day on which it is valid if it has one. Leave out what you do not hold, and what is suspended or withdrawn.
eligibility-certificate-until = { $title }: valid until
eligibility-course = Accredited { $title } course
eligibility-course-hint = Leave the day empty if you have not completed one. A course counts if it was accredited on the day on which you completed it.
eligibility-which-course = Which course
eligibility-any-course = Another accredited course
eligibility-completed = Completed on
eligibility-experience = Experience in conducting audits
eligibility-experience-hint = Enter each period. Days that lie in two periods count once. Leave out what you do not need.
eligibility-period = Period { $number }
eligibility-role = Your role
eligibility-choose = Please choose
eligibility-from = First day
eligibility-to = Last day
eligibility-still = I still do this work
eligibility-it = The audits are in an IT environment
eligibility-button = See whether it suffices
eligibility-more = Add a period
eligibility-other = Another examination

### What the rules find. In English these are the sentences of the registry, word for word: a test compares them.

finding-anyone = Anyone may sit this examination.
finding-all-met = All { $met } requirements are met on { $on }.
finding-all =
    { $met } of { $of } requirements { $met ->
        [one] is
       *[other] are
    } met on { $on }; all of them are needed.
finding-any-met =
    { $met ->
        [one] { $met } of { $of } alternatives is
       *[other] { $met } of { $of } alternatives are
    } met on { $on }; one is enough.
finding-any = One of { $of } alternatives is needed on { $on }, and none is met.
finding-certificate-none = No { $title } certificate is on record.
finding-certificate = No { $title } certificate on record counts on { $on }.
finding-course-none = No attendance of an accredited { $title } course is on record.
finding-course = No course on record counts as an accredited { $title } course attended by { $on }.
finding-experience-none =
    No experience in conducting audits is on record; { $years ->
        [one] { $years } year
       *[other] { $years } years
    } in an IT environment are needed by { $on }.
finding-experience-nothing-counts =
    No experience on record counts; { $years ->
        [one] { $years } year
       *[other] { $years } years
    } of conducting audits in an IT environment are needed by { $on }.
finding-experience-enough =
    { $length } of conducting audits in an IT environment by { $on }; { $years ->
        [one] { $years } year
       *[other] { $years } years
    } are needed.
finding-experience-short =
    { $length } of the { $years ->
        [one] { $years } year
       *[other] { $years } years
    }: { $missing } short.
finding-experience-short-by = By { $on }: { $short }
finding-day-of-course = { $day } (when the course “{ $course }” was completed)
finding-day-of-any-course = the day on which an accredited { $title } course is completed
finding-day-of-unnamed-course = { $day } (when the course was completed)
finding-experience-no-course =
    The { $years ->
        [one] { $years } year
       *[other] { $years } years
    } in an IT environment are counted up to the day on which an accredited { $title } course was completed, and none counts.
finding-experience-enough-from = It suffices for a course that is completed on { $day } or later.
length-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
length-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
length-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
length-two = { $first } and { $second }
length-three = { $first }, { $second } and { $third }
evidence-sentence = { $what }, { $verdict }.
evidence-certificate = { $title }, certificate { $number } of this registry, awarded on { $day }
evidence-external = { $title }, awarded on { $day }
evidence-external-numbered = { $title }, number { $number }, awarded on { $day }
evidence-unrecognised = The certification `{ $code }` { $verdict }.
evidence-unrecognised-numbered = The certification `{ $code }` (number { $number }) { $verdict }.
evidence-course = The course “{ $course }” of { $organisation }, completed on { $day }
evidence-course-unnamed = A course for { $title } that is not named, completed on { $day }
evidence-work = Work as { $role }, from { $from } to { $until }
evidence-work-open = Work as { $role }, from { $from } to today
evidence-role-third-party = third-party auditor
evidence-role-internal = internal auditor
evidence-role-at = { $role }, { $organisation }
verdict-valid = is valid on { $on }
verdict-held = is held on { $on }
verdict-held-until = is held on { $on } and valid until { $last }
verdict-lapsed-counts = was valid until { $last } and counts after that day too
verdict-lapsed = was valid until { $last } and has lapsed by { $on }
verdict-accredited = was accredited for { $title } on that day
verdict-taken-as-accredited = is taken to have been accredited on that day
verdict-counts = counts up to { $on }
verdict-counts-whole = counts
verdict-counts-to-course = counts up to the day on which an accredited course is completed
verdict-awarded-after = was awarded after { $on }
verdict-suspended = is suspended on { $on }
verdict-withdrawn = is withdrawn on { $on }
verdict-expired = has expired on { $on }
verdict-unverified = is not verified yet and counts for nothing
verdict-rejected = was rejected ({ $reason }) and counts for nothing
verdict-unrecognised = is not recognised by the scheme and counts for nothing
verdict-other-qualification = is a course for the qualification `{ $code }`, not { $title }
verdict-completed-after = was completed after { $on }
verdict-organisation = was run by a training organisation that was not accredited on that day ({ $why })
verdict-course = was not accredited on that day ({ $why })
verdict-course-and-organisation = was not accredited on that day ({ $course }), nor was the training organisation that ran it ({ $organisation })
lapse-not-before = accredited from { $day }
lapse-suspended = suspended since { $day }
lapse-withdrawn = withdrawn on { $day }
lapse-until = accredited until { $day }
verdict-no-it = was not in an IT environment and counts for nothing
verdict-role = was in a role that does not count
verdict-began-after = began after { $on }

### About the registry

about-title = About this registry
about-lead = This registry decides by the written rules of the { $scheme }, gives a reason for every decision, and lets everybody check it.
about-decides = How it decides
about-rules = The rules stand in one file of the scheme owner. Its version { $version } is in use, and every decision names the version that it was made by. These are its qualifications, with who may sit and how they are examined:
about-results = The registry assesses every requirement as of the day of the examination, and tells all that is missing at once. It computes the outcome from the marks; nobody sends it one.
about-eligibility = Check whether what you have suffices.
about-who = Who decides what
about-bodies = Certification bodies
about-bodies-do = They examine candidates, verify the evidence, report the marks, and audit organisations.
about-registry = The registry
about-registry-does = It applies the rules to what bodies report, refuses what they do not allow, and awards the certificates.
about-registrars = Registrars
about-registrars-do = They are the scheme owner’s staff. They list bodies, accredit training, review scopes, and suspend or withdraw certificates, each time with a reason that stays on record.
about-auditors =
    { $count ->
        [one] The listing of a body names at least one approved auditor: a holder of a valid { $title } certificate, or somebody on the registrars’ own list.
       *[other] The listing of a body names at least { $count } approved auditors: holders of a valid { $title } certificate, or people on the registrars’ own list.
    }
about-scopes =
    { $reviews ->
        [one] Before the certificate of an organisation is published, a registrar reviews what it covers, once. Without agreement, the application is withdrawn.
       *[other] Before the certificate of an organisation is published, a registrar reviews what it covers, at most { $reviews } times. Where the last review does not agree, the application is withdrawn.
    }
about-statuses = What each status means
about-history = Nothing is overwritten: what was recorded stays, and the status on any earlier day can be asked for.
about-check = How to check us
about-verify = By the number on the certificate, or by the file itself: that also shows whether it was altered.
about-signed = Certificates can be had as signed files that anybody can check without us. They are signed under this identifier:
about-did = DID document
about-keys = Public keys
about-issuer = Issuer
about-lists = Signed status lists say whether a certificate still holds. Each covers a great many, so asking does not tell us which one you are looking at.
about-command = The program checks a file on your own computer:
about-programs = Whatever you see here, programs can read too:
about-feed = Changes in the directory, as a feed
about-privacy = What others see
about-names = The number of a certificate gives its status, qualification, edition and dates, and the body that examined. The name is shown only if its holder agreed; otherwise whoever knows the family name can compare it.
about-tracks = These pages set no cookies and ask nothing of other services. Neither the numbers nor the names that you look up are written to the log.

### The feed of changes

feed-title = Changes in the directory
feed-subtitle = What happened to certification bodies, training and the certificates of organisations, the latest first.
feed-effective = With effect from { $day }
feed-body-listed = { $name }: listed as a certification body
feed-body-suspended = { $name }: listing suspended
feed-body-reinstated = { $name }: listing reinstated
feed-body-withdrawn = { $name }: listing withdrawn
feed-training-accredited = { $name }: accredited as a training organisation
feed-training-extended = { $name }: accreditation extended
feed-training-suspended = { $name }: accreditation suspended
feed-training-reinstated = { $name }: accreditation reinstated
feed-training-withdrawn = { $name }: accreditation withdrawn
feed-course-accredited = { $name }: course accredited
feed-course-extended = { $name }: course accreditation extended
feed-course-suspended = { $name }: course accreditation suspended
feed-course-reinstated = { $name }: course accreditation reinstated
feed-course-withdrawn = { $name }: course accreditation withdrawn
feed-certificate-published = { $name }: certificate published
feed-certificate-suspended = { $name }: certificate suspended
feed-certificate-reinstated = { $name }: certificate reinstated
feed-certificate-withdrawn = { $name }: certificate withdrawn
feed-certificate-transferred = { $name }: certificate transferred to another body
feed-training-suspension-ended = { $name }: suspension of the accreditation ended
feed-training-ended = { $name }: accreditation ended
feed-course-suspension-ended = { $name }: suspension of the course accreditation ended
feed-course-ended = { $name }: course accreditation ended
feed-certificate-suspension-ended = { $name }: suspension of the certificate ended
feed-certificate-expired = { $name }: certificate expired

### The certificate on paper

paper-certificate = Certificate
paper-certifies = This certifies that
paper-awarded = has met every requirement of the scheme and is awarded the qualification
paper-examined = examined on the basis of { $edition }
paper-examined-by = examined by { $body } on the basis of { $edition }
paper-number = Certificate number:
paper-awarded-on = Awarded on:
paper-valid-until = Valid until:
paper-valid-for-good = no day of expiry
paper-confirmation = Confirmation
paper-confirms = The register confirms that
paper-is-certified = is certified against
paper-certified-by = by { $body }
paper-valid-from = Valid from:
paper-confirmation-title = Confirmation that { $holder } is certified against { $edition }
paper-check = Check this certificate
paper-scan = Scan the code, or check it at
paper-check-at = Check this certificate at { $address }
paper-decides = The register decides, not this paper: certificates can be suspended or withdrawn.
paper-code = QR code with the address for checking this certificate: { $address }
paper-issued = Issued by { $issuer } on { $day }. The signed credential is attached to this file.
paper-title = { $qualification } certificate of { $holder }
paper-description = Certificate { $number }. Check it at { $address }
paper-attachment = The signed credential of certificate { $number }
paper-demonstration = DEMONSTRATION
paper-demonstration-means = Demonstration: the records are invented, and this is no certificate.
paper-unshown = The registry has no font for { $scripts }, so letters of a name stand here as their Unicode numbers. The attached credential has the name as it is on record.

# /open-data
open-data-title = Open data
open-data-lead = Everything that the directory shows to anybody, as files: certification bodies, courses, training organisations and certified organisations. They are made once a day.
open-data-files = Files
open-data-as-of = As of { $day }
open-data-files-table = The files, as CSV for spreadsheets and as NDJSON for programs
open-data-file = File
open-data-lines = Lines
open-data-kilobytes = Kilobytes
open-data-manifest = The signed list of these files
open-data-none = There are no files yet. The first are made within a few minutes after the registry has started.
open-data-resumed = A download that broke off can be resumed. The files of the last seven days are kept.
open-data-licence = Licence
open-data-no-licence = Whoever operates this registry has chosen no licence. The files may be used as far as the law allows it.
open-data-check = Checking the files
open-data-check-note = The signed list is a JSON Web Signature (RS256). Its key is among those of this registry at /.well-known/did.json. Compare the SHA-256 of each file with the one in the list: what is the same was made here and is unchanged.
open-data-dictionary = What the columns mean
open-data-dictionary-note = The names and their meanings are in English. For programs:
open-data-column = Column
open-data-type = Type
open-data-meaning = Meaning
