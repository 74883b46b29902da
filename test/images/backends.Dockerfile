# Stand-ins for the official images of Postgres and Redis, from Debian's packages: no more of them than is used here.
ARG BASE
FROM ${BASE} AS redis
RUN apt-get update && apt-get install --yes --no-install-recommends redis-server && apt-get clean
USER redis
WORKDIR /tmp
CMD ["redis-server", "--protected-mode", "no", "--save", ""]

FROM ${BASE} AS postgres
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql && apt-get clean \
    && rm -rf /var/lib/postgresql/* && chmod a+rwx /var/lib/postgresql /run/postgresql
COPY --chmod=755 postgres.sh /
USER postgres
ENTRYPOINT ["/postgres.sh"]
