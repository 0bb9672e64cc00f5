//! stub until merged
pub struct DatabaseSettings {
    pub url: Secret,
    pub connections: u32,
    pub queue: usize,
    pub wait_seconds: u64,
}
pub struct Secret(String);
impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }
}
