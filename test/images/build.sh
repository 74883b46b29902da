#!/usr/bin/env bash
# Builds every image from this checkout with buildah, without pulling any: the base comes from debootstrap and from the
# Node.js of this machine. All of it stays in the folder given, with docker archives for run.sh. Needs root, buildah and
# debootstrap; exit code 77 says that something is missing.
#
#   test/images/build.sh FOLDER [IMAGE...]
set -euo pipefail
folder=$(realpath --canonicalize-missing "$1")
cd "$(dirname "$0")"
source ./needs.sh
needs buildah debootstrap node
cd ../..
images=("${@:2}")
[ ${#images[@]} -gt 0 ] || images=(gateway broker orchestrator output feed agent cli postgres redis pause)
BASES=(--build-arg BUILD_BASE=localhost/push-jobs-test/build-base --build-arg BASE=localhost/push-jobs-test/base)
# Where packages come from may be known to this machine alone.
authorities=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
mkdir -p "$folder"

main() {
  local epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
  [ -x "$folder/root/usr/bin/node" ] || make_root
  store inspect --type image push-jobs-test/build-base > "$folder/buildah.log" 2>&1 || make_bases
  for image in "${images[@]}"; do
    case $image in
      postgres | redis | pause) build "push-jobs-test/$image:dev" --target "$image" --file test/images/backends.Dockerfile test/images ;;
      *) build "push-jobs/$image:dev" --build-arg APP="$image" --build-arg REVISION="$(git rev-parse HEAD)" \
        --build-arg SOURCE_DATE_EPOCH="$epoch" --timestamp "$epoch" --file deploy/Dockerfile . ;;
    esac
  done
}

store() { buildah --root "$folder/storage" --runroot "$folder/storage-run" "$@"; }

# IMAGE OPTION... CONTEXT
build() {
  store bud --isolation chroot --layers --pull-never "${BASES[@]}" --tag "$1" "${@:2}"
  local archive=$folder/${1//[\/:]/-}.tar
  rm -f "$archive"
  store push --quiet "$1" "docker-archive:$archive:$1"
}

make_root() {
  debootstrap --variant=minbase --include=libstdc++6,ca-certificates bookworm "$folder/root"
  cp "$(command -v node)" "$folder/root/usr/bin/"
  mkdir -p "$folder/root/usr/lib/node_modules"
  cp -a "$(npm root --global)/npm" "$folder/root/usr/lib/node_modules/"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$folder/root/usr/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$folder/root/usr/bin/npx"
}

make_bases() {
  local container
  container=$(store from scratch)
  store add --quiet "$container" "$folder/root" /
  store config --env PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin "$container"
  store commit --quiet "$container" push-jobs-test/base
  store copy --quiet "$container" "$authorities" /etc/build-authorities.crt
  store config --env NODE_EXTRA_CA_CERTS=/etc/build-authorities.crt "$container"
  store commit --quiet --rm "$container" push-jobs-test/build-base
}

main
