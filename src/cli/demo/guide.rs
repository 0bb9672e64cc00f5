//! What the demonstration says on the terminal: the address, the clients, and commands to paste.

use std::fmt::Write;

use super::{DemoClient, Demonstration};

/// The guide. Every command works in a plain POSIX shell with curl and sed, as it is printed.
pub fn guide(demonstration: &Demonstration, url: &str, in_colour: bool) -> String {
    let bold = |text: &str| if in_colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut text = String::new();
    let _ = write!(
        text,
        "\n{}\n\nInvented records, kept in a temporary folder and gone when you stop it (Ctrl-C).\n\
         {url}/verify is where anybody checks a certificate, for example {}.\n\
         {url}/docs is the whole API, to read and to try.\n\n{}\n",
        bold("Touchstone, a demonstration"),
        demonstration.certificate,
        bold("Sign in: open a link, that is all it takes"),
    );
    let Demonstration { registrar, body, training, employer, persons, .. } = demonstration;
    for (what, token) in persons {
        let _ = writeln!(text, "  {what}\n    {url}/sign-in/{}", token.expose());
    }
    let _ = writeln!(text, "\n{}", bold("Clients"));
    for client in [registrar, body, training, employer] {
        let DemoClient { what, id, secret, .. } = client;
        let _ = writeln!(text, "  {what}\n    id      {id}\n    secret  {}", secret.expose());
    }
    let _ = writeln!(text, "\n{}", bold("Try it: paste into another terminal, one after the other"));
    for (number, (title, command)) in (1..).zip(commands(demonstration, url)) {
        let _ = writeln!(text, "\n{}\n{command}", bold(&format!("# {number}. {title}")));
    }
    text
}

fn commands(demonstration: &Demonstration, url: &str) -> [(&'static str, String); 5] {
    let Demonstration { body, certificate, eligible, not_eligible, today, .. } = demonstration;
    [
        (
            "Get an access token, good for a quarter of an hour, into a variable",
            format!(
                "TOKEN=$(curl -s {url}/oauth/token -d grant_type=client_credentials \\\n  -u {}:{} \\\n  \
                 | sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p')\necho \"$TOKEN\"",
                body.id,
                body.secret.expose()
            ),
        ),
        (
            "Verify a certificate, as anybody may, whose holder agreed to be listed",
            format!("curl -sw '\\n' {url}/v1/verifications/{certificate}"),
        ),
        (
            "Whether this candidate may sit Practitioner: yes, with Foundation",
            format!(
                "curl -sw '\\n' {url}/v1/candidates/{eligible}/eligibility/practitioner \\\n  -H \"Authorization: Bearer $TOKEN\""
            ),
        ),
        (
            "Register the result of the sitting: accepted, and a certificate is awarded",
            submission(url, eligible, &today.to_string()),
        ),
        (
            "Register the same for a candidate without Foundation: refused, and it says why",
            submission(url, not_eligible, &today.to_string()),
        ),
    ]
}

fn submission(url: &str, candidate: &str, day: &str) -> String {
    format!(
        "curl -sw '\\n' {url}/v1/results -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d '{{\n  \
         \"candidate_id\": \"{candidate}\",\n  \
         \"qualification\": \"practitioner\", \"sat_on\": \"{day}\", \"marks\": 52\n}}'"
    )
}
