# Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747): finds the four files and
# verifies them; sourced by get-data, which sets from, to and quiet.
# shellcheck shell=bash disable=SC2154

official_fashion_mnist='http://fashion-mnist.s3-website.eu-central-1.amazonaws.com'
debian_fashion_mnist='usr/share/datasets/fashion-mnist'

# Of the uncompressed content: Debian compresses the same content anew.
fashion_mnist_files='
c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888 train-images-idx3-ubyte
bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9 train-labels-idx1-ubyte
5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b t10k-images-idx3-ubyte
0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34 t10k-labels-idx1-ubyte'

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

content_sha256() {
  case "$1" in
    *.gz) gzip -dc "$1" 2>/dev/null | sha256 ;;
    *) sha256 <"$1" ;;
  esac || true
}

# idx_file FOLDER NAME: prints the file, compressed or not; fails where there is none.
idx_file() {
  local file
  for file in "$1/$2.gz" "$1/$2"; do
    if [ -f "$file" ]; then
      printf '%s\n' "$file"
      return
    fi
  done
  return 1
}

# verified FOLDER: sets problem and fails where a file is missing or is not the published one.
verified() {
  local expected name file
  while read -r expected name; do
    if [ -z "$name" ]; then continue; fi
    if ! file="$(idx_file "$1" "$name")"; then
      problem="$1 lacks $name.gz"
      return 1
    fi
    if [ "$(content_sha256 "$file")" != "$expected" ]; then
      problem="$file is damaged or another data set's (SHA-256 of its content is not $expected)"
      return 1
    fi
  done <<<"$fashion_mnist_files"
}

# Each source fills a folder with the four files, or fails.
copy_idx_files() {
  local name file
  while read -r _ name; do
    if [ -z "$name" ]; then continue; fi
    file="$(idx_file "$1" "$name")" || { problem="$1 lacks $name.gz"; return 1; }
    cp "$file" "$2/"
  done <<<"$fashion_mnist_files"
}

download_idx_files() {
  local name
  while read -r _ name; do
    if [ -z "$name" ]; then continue; fi
    fetch "${1%/}/$name.gz" "$2/$name.gz" || return 1
  done <<<"$fashion_mnist_files"
}

# Needs no root: apt gets folders of its own, which also serves where the system's lists are empty.
unpack_debian_package() {
  local work="$staging/apt" options deb
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    problem='there is no apt-get here'
    return 1
  fi
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  options=(-q -o Acquire::http::Timeout=10 -o Acquire::Retries=1 -o APT::Sandbox::User=)
  if ! (cd "$work" && apt-get "${options[@]}" download dataset-fashion-mnist) >"$work/log" 2>&1; then
    options+=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache")
    (cd "$work" && apt-get "${options[@]}" update && apt-get "${options[@]}" download dataset-fashion-mnist) \
      >>"$work/log" 2>&1 || true
  fi
  for deb in "$work"/dataset-fashion-mnist_*.deb; do
    if [ -f "$deb" ] && dpkg-deb -x "$deb" "$work/root" && copy_idx_files "$work/root/$debian_fashion_mnist" "$1"; then
      return
    fi
  done
  problem='apt-get cannot fetch the package dataset-fashion-mnist'
  return 1
}

# try_source DESCRIPTION COMMAND...: true once the files are in $staging/files and verified.
try_source() {
  local description="$1"
  shift
  rm -rf "$staging/files"
  mkdir "$staging/files"
  problem=''
  if "$@" "$staging/files" && verified "$staging/files"; then
    publish "$staging/files" "$to"
    say "Fashion-MNIST, from $description, verified, is in $to"
    return
  fi
  problem="${problem//$staging\/files\//}"
  tried="$tried
  $description: $problem"
  return 1
}

get_fashion_mnist() {
  local tried='' problem='' given="${from:-${FASHION_MNIST:-}}"
  if [ -d "$to" ] && verified "$to"; then
    if [ "$quiet" = no ]; then say "Fashion-MNIST is in $to already, verified"; fi
    return
  fi
  if [ -n "$(ls -A "$to" 2>/dev/null)" ]; then
    die "$exit_data" "$to is there but not whole: $problem. Remove it, or give another --to"
  fi
  make_staging "$to"
  case "$given" in
    http://* | https://* | file://*)
      if try_source "$given" download_idx_files "$given"; then return; fi
      ;;
    ?*)
      if try_source "$given" copy_idx_files "$given"; then return; fi
      ;;
    *)
      if [ -d "/$debian_fashion_mnist" ]; then
        if try_source "/$debian_fashion_mnist" copy_idx_files "/$debian_fashion_mnist"; then return; fi
      fi
      if try_source "the official download" download_idx_files "$official_fashion_mnist"; then return; fi
      if try_source "Debian's package" unpack_debian_package; then return; fi
      ;;
  esac
  die "$exit_data" "cannot get Fashion-MNIST:$tried
Give a folder that holds the four .gz files of https://github.com/zalandoresearch/fashion-mnist:
  submit/get-data fashion-mnist --from DIR"
}
