//! What the first version of the registry kept is upgraded, and restored, with nothing lost, while eight clients write.

use serde_json::json;

use super::{WRITERS, file};
use crate::support::command::Program;
use crate::support::steps::certificate_of;
use crate::support::world::World;
use crate::support::{Service, events, first_schema, on_both_engines, writers};

on_both_engines! {
    fn the_first_schema_is_upgraded_and_restored(mut service: Service) {
        let world = World::new(&service);
        let (_, passed) = world.certified_candidate(&json!({"family_name": "Ürümçi"}));
        let number = certificate_of(&passed);
        let (old, _, ()) = writers::write_beside(WRITERS, &world, false, |acknowledged| {
            writers::wait_for_more(acknowledged, 30);
        });
        let feed = events::all(&world.registrar.client);
        service.terminate();
        first_schema::go_back(&service);

        // A backup before the upgrade, by the new program, changes nothing.
        let program = Program::beside(&service);
        let backup = file(&service, "first.backup").to_str().unwrap().to_owned();
        assert_eq!(program.run(&["backup", &backup, "--json"]).json()["schema"], "00000000000001");
        let (new, _, ()) = writers::write_beside(WRITERS, &world, true, |acknowledged| {
            let migrated = program.run(&["migrate"]);
            assert!(migrated.done().contains("ran migration 00000000000002"), "{migrated:?}");
            service.restart();
            writers::wait_for_more(acknowledged, 30);
        });
        for acknowledged in [&old, &new] {
            writers::check(&world, acknowledged);
        }
        assert_eq!(events::all(&world.registrar.client)[..feed.len()], feed);
        let checked = world.public.get(&format!("/v1/verifications/{number}")).expect(200);
        assert_eq!(checked["status"], "valid", "{checked}");

        service.terminate();
        let restored = program.run(&["restore", &backup]);
        assert!(restored.done().contains("ran migration 00000000000002"), "{restored:?}");
        service.restart();
        writers::check(&world, &old);
        let restored = events::all(&world.registrar.client);
        assert_eq!(restored[..feed.len()], feed);
        assert_eq!((restored.len(), &restored[feed.len()]["kind"]), (feed.len() + 1, &json!("registry_restored")));
        let doctor = program.run(&["doctor"]);
        assert_eq!(doctor.code, Some(0), "{doctor:?}");
    }
}
