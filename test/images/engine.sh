# Sourced by run.sh and compose.sh: a Docker engine of their own in namespaces of its own, where nothing of this machine's
# network is touched. It ends with the script, and all containers with it. Exit code 77 says that none can be started.

# ARGUMENT... of the script, which begins again inside.
enter_namespaces() {
  [ "${IN_NAMESPACES:-}" = '' ] || return 0
  local refusal
  refusal=$(unshare --net --mount --pid --fork --mount-proc true 2>&1) || cannot "an engine needs namespaces: $refusal"
  exec env IN_NAMESPACES=yes unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
}

# FOLDER of build.sh
start_engine() {
  [ -e "$1/push-jobs-gateway-dev.tar" ] || cannot "no images in $1: test/images/build.sh makes them"
  mount -t tmpfs tmpfs /run
  ip link set lo up
  export DOCKER_HOST=unix:///run/docker.sock
  dockerd --host "$DOCKER_HOST" --data-root "$1/docker" --exec-root /run/docker > "$1/dockerd.log" 2>&1 &
  local engine=$!
  until docker info > /dev/null 2>&1; do
    kill -0 "$engine" 2> /dev/null || cannot "no Docker engine can be started: $(tail -n 1 "$1/dockerd.log")"
    sleep 1
  done
  clean
  trap clean EXIT
  local archive
  for archive in "$1"/*.tar; do docker load --quiet --input "$archive" > "$1/load.log"; done
}

# Of containers, also those of a run that was cut short; images stay.
clean() {
  docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes
  docker volume prune --force
  docker network prune --force
} > /dev/null

eventually() {
  for _ in $(seq 120); do if "$@"; then return; fi; sleep 1; done
  return 1
}

passed=0
failed=0
check() {
  if "${@:2}" >> "$folder/run.log" 2>&1; then passed=$((passed + 1)) && echo "ok      $1"; else failed=$((failed + 1)) && echo "FAILED  $1"; fi
}

conclude() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}
