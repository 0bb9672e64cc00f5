//! How many credentials one core signs in a second, next to how many bare RSA signatures it makes.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use touchstone::clock::{Clock as _, SystemClock};
use touchstone::ids::CredentialId;
use touchstone::trust::credential::{Examiner, Statement};
use touchstone::trust::issuer::Issuer;
use touchstone::trust::issuer_keys::{Algorithm, IssuerKey};
use touchstone::trust::status_list::Place;

/// Prints one line for each.
pub fn run(duration: Duration) {
    let [rsa, edwards] = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap());
    let issuer = Issuer::new("https://registry.example", "ISO/IEC 20000 Certification Registry");
    let now = SystemClock.now();
    let statement = Statement {
        id: CredentialId::new(now),
        subject: CredentialId::new(now),
        number: "7K3M-9QXP-T2VC".to_owned(),
        holder: "Adèle Gaillard",
        qualification: "practitioner",
        title: "ISO/IEC 20000 Practitioner",
        summary: "Understands the content of ISO/IEC 20000 and can apply it in organisations that are certified or consider certification.",
        edition: "2011",
        edition_title: "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012",
        scheme_title: "ISO/IEC 20000 qualification scheme",
        examined_by: Some(Examiner { name: "Northern Certification", slug: "northern-certification" }),
        organisation: None,
        awarded_on: NaiveDate::from_ymd_opt(2024, 5, 17).unwrap(),
        expires_on: None,
        issued_at: now,
        status: Place { list: 1, index: 4711 },
    };
    let bare = per_second(duration, || drop(rsa.sign(&[7; 2000]).unwrap()));
    let whole = per_second(duration, || drop(statement.sign(&issuer, &rsa, &edwards).unwrap()));
    println!(
        "One core signs {whole:.0} credentials a second in both forms: {:.0} % of {bare:.0} bare RSA-3072 signatures.",
        100.0 * whole / bare
    );
    println!();
}

fn per_second(duration: Duration, mut work: impl FnMut()) -> f64 {
    work();
    let (started, mut times) = (Instant::now(), 0_u32);
    while started.elapsed() < duration {
        work();
        times += 1;
    }
    f64::from(times) / started.elapsed().as_secs_f64()
}
