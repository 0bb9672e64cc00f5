//! The server under the faces: workers that take connections over from the listener, and requests from connections.

use std::fmt::Debug;
use std::future::ready;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, KeepAlive, Request};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{AppConfig, Server, ServiceResponse};
use actix_web::rt::net::TcpStream;
use rustix::net::{SendFlags, send, sockopt};

use super::admission::Admission;
use super::connection::Connection;
use super::farewell::no_room;
use super::{Deadlines, admission};
use crate::config::Settings;

/// How many connections may wait to be taken over: the system keeps fewer if it is told so.
const BACKLOG: i32 = 4096;

/// What the system buffers of an answer. Linux doubles it. That one buffer is left to grow would hide for long how much
/// of an answer was taken, and hold megabytes for somebody who takes nothing.
const SEND_BUFFER: usize = 128 * 1024;

/// How long the rest of a body is thrown away before a connection is closed, so that the client reads the answer.
const LINGER: Duration = Duration::from_secs(1);

/// Serves what `application` makes, a service per worker, on `listener`. It runs once the server is polled.
pub fn serve<F, I, S, B>(settings: &Settings, listener: TcpListener, application: F) -> io::Result<Server>
where
    F: Fn() -> I + Clone + Send + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error> + 'static,
    S::InitError: Debug,
    B: MessageBody + 'static,
{
    rustix::net::listen(&listener, BACKLOG)?;
    sockopt::set_socket_send_buffer_size(&listener, SEND_BUFFER)?;
    let admission = Arc::new(admission(settings));
    let deadlines = Deadlines::of(settings);
    let workers = match settings.server.workers {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        number => number,
    };
    let builder = Server::build()
        .workers(workers)
        // Bounded by the admission, over all workers.
        .max_concurrent_connections(usize::MAX)
        .shutdown_timeout(settings.server.shutdown_seconds);
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("http", listener, move || {
        let (admission, stopping) = (admission.clone(), stopping.clone());
        let requests = HttpService::build()
            .keep_alive(KeepAlive::Os)
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(LINGER)
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|connection: &Connection, data| {
                data.insert(connection.progress());
            })
            .h1(map_config(application(), |()| AppConfig::default()));
        fn_service(move |stream| ready(accept(&admission, deadlines, stream))).and_then(requests)
    })?;
    Ok(builder.run())
}

fn accept(
    admission: &Arc<Admission>,
    deadlines: Deadlines,
    stream: TcpStream,
) -> Result<(Connection, Option<SocketAddr>), DispatchError> {
    let peer = stream.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    match admission.admit(peer) {
        Ok(place) => {
            let connection = Connection::new(stream, place, deadlines);
            let peer = connection.peer();
            Ok((connection, peer))
        }
        Err(refusal) => {
            let _ = send(&stream, &no_room(), SendFlags::DONTWAIT | SendFlags::NOSIGNAL);
            Err(DispatchError::Io(io::Error::other(format!("{refusal:?}"))))
        }
    }
}
