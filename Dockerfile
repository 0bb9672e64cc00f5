# The service as an image: `docker build -t touchstone .`
FROM rust:1-bookworm AS build
WORKDIR /source
COPY . .
# The caches make a second build fast; the binary is copied out because a cache is no part of the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked --features postgres-tls --bin touchstone \
    && install -D target/release/touchstone /installed/usr/local/bin/touchstone \
    && install -D -m 0755 deployment/entrypoint /installed/usr/local/bin/touchstone-entrypoint \
    && install -D -m 0644 /etc/ssl/certs/ca-certificates.crt /installed/etc/ssl/certs/ca-certificates.crt \
    && install -d -m 0750 -o 10001 -g 10001 /installed/var/lib/touchstone

FROM debian:trixie-slim
LABEL org.opencontainers.image.title="Touchstone" \
      org.opencontainers.image.description="The certification registry of the ISO/IEC 20000 qualification scheme" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
# `touchstone backup` and `touchstone restore` use the programs of PostgreSQL, of the version of the server or a later one.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 touchstone \
    && useradd --uid 10001 --gid touchstone --home-dir /var/lib/touchstone --shell /usr/sbin/nologin touchstone
COPY --from=build /installed/ /
ENV DATABASE_URL=sqlite:/var/lib/touchstone/touchstone.sqlite \
    TOUCHSTONE_DATA_DIRECTORY=/var/lib/touchstone \
    TOUCHSTONE_BIND=0.0.0.0:8080 \
    TOUCHSTONE_LOG_FORMAT=json \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 10001:10001
WORKDIR /var/lib/touchstone
VOLUME /var/lib/touchstone
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD touchstone doctor --live "http://127.0.0.1:${TOUCHSTONE_BIND##*:}"
# It listens to other machines, so TOUCHSTONE_PUBLIC_URL must be the https address of a proxy in front.
ENTRYPOINT ["touchstone-entrypoint"]
CMD ["serve", "--migrate"]
