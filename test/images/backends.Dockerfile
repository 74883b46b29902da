# Stand-ins for the official images of Postgres, Redis and Kubernetes' pause, from Debian's packages: no more of them than is
# used here.
ARG BASE
FROM ${BASE} AS redis
RUN apt-get update && apt-get install --yes --no-install-recommends redis-server && apt-get clean
USER redis
WORKDIR /tmp
CMD ["redis-server", "--protected-mode", "no", "--save", ""]

FROM ${BASE} AS postgres
# The number that the official image has, and the chart with it.
RUN useradd --system --uid 999 --user-group --home-dir /var/lib/postgresql postgres
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql && apt-get clean \
    && rm -rf /var/lib/postgresql/* && chmod a+rwx /var/lib/postgresql /run/postgresql
COPY --chmod=755 postgres.sh /
USER postgres
ENTRYPOINT ["/postgres.sh"]

# What holds a pod's namespaces open.
FROM ${BASE} AS pause
USER 65535
CMD ["sleep", "infinity"]
