use super::*;

fn sheet() -> Sheet<'static> {
    Sheet {
        scheme_title: "ISO/IEC 20000 qualification scheme",
        qualification_title: "Practitioner",
        edition_title: "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012",
        holder_name: "Ada Nowak",
        number: "7K3M-9QXP-T2VC",
        awarded_on: "2024-05-17".parse().unwrap(),
        expires_on: Some("2027-05-16".parse().unwrap()),
        issued_at: "2026-11-23T11:12:13.456Z".parse().unwrap(),
        issuer_name: "The Example Registry",
        verify_url: "https://registry.example.org/verify/7K3M-9QXP-T2VC",
        credential: "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln",
    }
}

#[test]
fn draws() {
    let fonts = Fonts::load(None).unwrap();
    let pdf = draw(&sheet(), &fonts).unwrap();
    std::fs::write("/tmp/h-pdf-out.pdf", &pdf).unwrap();
}
