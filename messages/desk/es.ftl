## The desk: signing in

desk-sign-in = Sign in
desk-sign-in-lead = Sign in with the passkey that you made for this registry. You need no name and no password: your device asks you to unlock it.
desk-sign-in-submit = Use my passkey
desk-sign-in-lost = You have no passkey, or have lost it? Ask an administrator of your body, or of the scheme office, for a link.
desk-sign-out = Sign out
desk-passkey-refused = This passkey was not accepted. Try again, with a passkey that you made for this registry.
desk-passkey-failed = Your device gave no answer, or you cancelled it. Try again.
desk-passkey-unsupported = This browser knows no passkeys. Use another one, or another device.
desk-passkey-script = Passkeys need JavaScript, which is off in this browser. Everything else here works without.
desk-passkey-address = No passkey can be used here: this registry is reached by an IP address, and passkeys belong to names. Its operator can give it one.
desk-passkey-what = You get in with a passkey: a key that your device or password manager keeps, and opens by your finger, your face or the device’s PIN. Nobody can guess it, and it works on this website only.
desk-passkey-create = Create my passkey
desk-passkey-name = Name
desk-passkey-name-hint = What you tell it from others by, such as “Work laptop”.
desk-passkey-unnamed = Passkey
desk-welcome = Welcome
desk-welcome-place = { $name }, you are invited to act as { $role } for { $place }.
desk-welcome-office = { $name }, you are invited to act as { $role } in this registry.
desk-welcome-join = Add this role to those of { $name }
desk-welcome-else = You are signed in. If the invitation is for somebody else, that person makes a passkey here:
desk-replace = Another passkey
desk-replace-lead = { $name }, this link lets you make another passkey. Those that you had before count no more, and whoever is signed in with them is signed out.
desk-link-gone = This link does not work
desk-link-gone-next = It opens once, and for 15 minutes. Ask whoever sent it for a new one.
desk-confirm = Sign in again
desk-confirm-lead = What you are about to do is not easily taken back. Use your passkey once more.
desk-confirm-submit = Use my passkey
desk-confirm-first = Sign in again to add or remove passkeys

## The desk: its pages

desk-title = Desk
desk-start = Start
desk-people = People
desk-person-name = What you are called
desk-person-email = E-mail
desk-actions = Actions
desk-remove = Remove
desk-optional = (optional)
desk-form-wrong = Nothing was saved. See what is wrong below.
desk-wrong-required = This is missing.
desk-wrong-too-long = This is too long.
desk-wrong-email = This is no e-mail address, such as name@example.org.
desk-wrong-unknown = There is no such record.
desk-wrong-no-letter = This has no letter.
desk-waiting = What needs doing
desk-waiting-nothing = Nothing waits for you.
desk-waiting-nobody = You are signed in.
desk-roles = Choose a role
desk-roles-lead = You may act in several roles. In which one do you act now?
desk-roles-none = You have no role here any more. Ask an administrator if you expected one.
desk-role-reading = { $role }, reading only
desk-account = Your access
desk-passkeys = Passkeys
desk-passkey-since = Made on
desk-passkey-used = Last used
desk-passkey-more = One more passkey
desk-passkey-add = Create a passkey
desk-sessions = Where you are signed in
desk-session-browser = Browser
desk-session-since = Since
desk-session-used = Last used
desk-session-this = this one
desk-session-end = Sign out there
desk-sessions-end = Sign out everywhere else

## Roles of persons

role-registrar-administrator = registrar administrator
role-registrar = registrar
role-auditor = auditor of the registry
role-body-administrator = administrator
role-body-staff = staff
role-training-staff = training staff

## What needs somebody

attention-batch-refused = files of results that were refused as a whole
attention-body-auditor-expiring = auditors whose certificate ends soon
attention-candidate-duplicate = pairs of candidates who look like one person
attention-certificate-questioned = certificates that rested on a result which stands no more
attention-course-accreditation-ending = courses whose accreditation ends soon
attention-edition-closing = editions of the standard that close soon
attention-font-missing = names that no font shows
attention-identity-change = changes of a name or birth date that wait for a decision
attention-issuer-withdrawn = bodies that have left certificates behind
attention-key-problem = keys that cannot sign
attention-organisation-certificate-expiring = certificates of organisations that end soon
attention-organisation-duplicate = pairs of organisations that look like one
attention-overdue-confirmation = monthly confirmations that are overdue
attention-preliminary-scope = scope statements that wait for a review before the audit
attention-too-few-auditors = listings with too few auditors
attention-training-accreditation-ending = training organisations whose accreditation ends soon
attention-waiting-scope = scope statements that wait for their review
attention-webhook-given-up = subscribers to whom messages were given up
