//! The statistics: what is counted, in which year and country, and as the reader writes it.

use serde_json::json;

use crate::support::organisation_certificates::published;
use crate::support::steps::{certificate_of, change_certificate, day};
use crate::support::world::World;
use crate::support::{Service, on_both_engines};

/// The words of the lines of all tables, the cells parted by ` | `.
fn lines(page: &str) -> Vec<String> {
    let cell = |text: &str| {
        let text = text.split_once('>').map_or(text, |(_, rest)| rest);
        let words = text.split('<').filter_map(|part| part.split('>').next_back());
        words.collect::<String>().trim().to_owned()
    };
    let line = |row: &str| {
        let row = row.split("</tr>").next().unwrap().replace("<th", "<td");
        row.split("<td").skip(1).map(cell).collect::<Vec<_>>().join(" | ")
    };
    page.split("<tr>").skip(1).map(line).collect()
}

on_both_engines! {
    fn what_is_public_is_counted(service: Service) {
        let world = World::new(&service);
        let numbers: Vec<_> = (0..3).map(|_| certificate_of(&world.certified_candidate(&json!({})).1)).collect();
        change_certificate(&world, &numbers[0], "withdrawals", &day(0), None).expect(201);
        let sites = json!([{"locality": "Basel", "country": "CH"}, {"locality": "Kyoto", "country": "JP"}]);
        let organisation = json!({"name": "Juniper", "country": "CH"});
        published(&world, &json!({"number": "V-1", "organisation": organisation, "sites": sites, "expires_on": day(300)}));
        published(&world, &json!({"number": "V-2", "expires_on": day(-1), "organisation": {"name": "Late", "country": "PT"}}));
        let found = lines(&world.public.get("/statistics").text());
        assert!(found.contains(&"2015 | 3 | 0 | 0".to_owned()), "a withdrawn one was awarded too: {found:?}");
        assert!(found.contains(&"2016 | 0 | 0 | 0".to_owned()), "no year is left out: {found:?}");
        for counted in ["Switzerland | 1", "Japan | 1", "Netherlands | 2"] {
            assert!(found.contains(&counted.to_owned()), "{counted}: {found:?}");
        }
        assert!(!found.iter().any(|line| line.starts_with("Portugal")), "expired: {found:?}");
    }

    fn the_bars_of_all_charts_have_one_scale(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidates: Vec<_> = (0..4).map(|_| world.certified_candidate(&json!({})).0).collect();
        world.submit_result(client, &candidates[0], "practitioner", "2015-06-02", 60).expect(201);
        let page = world.public.get("/statistics").text();
        let of_2015 = |title: &str| -> (u64, String) {
            let (_, chart) = page.split_once(&format!("class=\"bars\" role=\"img\" aria-label=\"{title}\"")).unwrap();
            let bar = chart.split("<rect ").find(|bar| bar.contains(">2015</text>")).unwrap();
            let (_, height) = bar.split_once(" height=\"").unwrap();
            let (_, count) = bar.split_once("<text ").unwrap();
            let count = count.split_once('>').unwrap().1.split('<').next().unwrap();
            (height.split('"').next().unwrap().parse().unwrap(), count.to_owned())
        };
        let ((many, four), (few, one)) = (of_2015("Foundation"), of_2015("Practitioner"));
        assert_eq!((four.as_str(), one.as_str()), ("4", "1"));
        assert_eq!(few, many / 4, "one is a quarter of four, on whichever chart it stands");
    }

    fn the_page_is_for_everybody_and_everywhere(service: Service) {
        let world = World::new(&service);
        let answer = world.public.get("/statistics?lang=de");
        let page = answer.text();
        assert_eq!(answer.header("content-language"), "de");
        assert!(page.contains("Zertifizierungsstellen nach Ländern") && page.contains("href=\"/bodies?country=NL&#38;status=listed&#38;lang=de\""), "{page}");
        assert!(page.contains(">Niederlande</a>") && page.contains("<title>Niederlande: 2</title>"), "{page}");
        assert!(page.contains("Es gibt noch keine."), "there are no organisations");
        assert!(!page.contains(" style=") && !page.contains("<script"), "{page}");
        let again = world.public.with_header("if-none-match", answer.header("etag")).get("/statistics?lang=de");
        assert_eq!(again.status, 304);
    }
}
