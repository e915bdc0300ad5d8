# Photos of cats and dogs that the user has; sourced by get-data, which sets from and to.
# shellcheck shell=bash disable=SC2154

# holds_images FOLDER [FIND-OPTION...]: links at the top are followed, as ingest does.
holds_images() {
  local folder="$1" found
  shift
  found="$(find -L "$folder" "$@" -type f \( -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.png' \
    -o -iname '*.gif' -o -iname '*.bmp' -o -iname '*.webp' \) -print 2>/dev/null | head -n 1 || true)"
  [ -n "$found" ]
}

# innermost FOLDER: prints the folder below wrappers such as PetImages/, beside which archives
# keep their licence.
innermost() {
  local folder="$1" inner count sub
  while ! holds_images "$folder" -maxdepth 1; do
    count=0
    for sub in "$folder"/*/; do
      if [ -d "$sub" ] && holds_images "$sub"; then
        count=$((count + 1))
        inner="${sub%/}"
      fi
    done
    if [ "$count" != 1 ]; then break; fi
    folder="$inner"
  done
  printf '%s\n' "$folder"
}

unpack() {
  case "$1" in
    *.zip)
      if command -v unzip >/dev/null; then
        unzip -q "$1" -d "$2" 2>/dev/null
      else
        (cd "$2" && "$(dirname "$(readlink -f "$(command -v javac || java_command)")")/jar" -xf "$1" 2>/dev/null)
      fi
      ;;
    *.tar | *.tar.* | *.tgz) tar -xf "$1" -C "$2" 2>/dev/null ;;
    *) die "$exit_usage" "$1 is neither a folder nor a .zip or .tar archive" ;;
  esac || die "$exit_data" "$from cannot be unpacked: is it whole?"
}

get_photos() {
  local archive problem=''
  if [ -z "$from" ]; then
    die "$exit_usage" "cats-vs-dogs needs --from PATH|URL: a folder or an archive of photos, a folder a class or named cat.0.jpg, dog.0.jpg.
Microsoft's public archive is kagglecatsanddogs_5340.zip (787 MB, 25,000 photos) at
https://www.microsoft.com/en-us/download/details.aspx?id=54765; Kaggle's own is its dogs-vs-cats competition's train.zip"
  fi
  if [ -n "$(ls -A "$to" 2>/dev/null)" ] || [ -L "$to" ]; then
    die "$exit_usage" "$to is there already: remove it, or give another --to"
  fi
  make_staging "$to"
  case "$from" in
    http://* | https://* | file://*)
      archive="$staging/$(basename "${from%%\?*}")"
      fetch "$from" "$archive" || die "$exit_data" "$from cannot be downloaded: $problem"
      ;;
    *)
      [ -e "$from" ] || die "$exit_data" "$from does not exist"
      archive="$(cd -P "$(dirname "$from")" && pwd)/$(basename "$from")"
      ;;
  esac
  if [ -d "$archive" ]; then
    holds_images "$archive" || die "$exit_data" "$from holds no images (jpg, png, gif, bmp or webp)"
    ln -s "$archive" "$staging/link"
    publish_link "$staging/link"
    say "the photos of $from are linked as $to"
    return
  fi
  mkdir "$staging/photos"
  unpack "$archive" "$staging/photos"
  # Kaggle's outer archive holds the labelled photos as train.zip.
  if ! holds_images "$staging/photos" && [ -f "$staging/photos/train.zip" ]; then
    unpack "$staging/photos/train.zip" "$staging/photos"
  fi
  holds_images "$staging/photos" || die "$exit_data" "$from holds no images (jpg, png, gif, bmp or webp)"
  publish "$(innermost "$staging/photos")" "$to"
  say "the photos of $from are in $to"
}

publish_link() {
  if [ -d "$to" ]; then rmdir "$to"; fi
  mv "$1" "$to"
}
