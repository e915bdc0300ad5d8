# shellcheck shell=bash disable=SC2154  # the command writes the lists above
# What changes from place to place: runs, models and datasets of a storage on this machine.
_catwalk_storage() {
  local at storage="${CATWALK_STORAGE:-catwalk-storage}"
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [ "${COMP_WORDS[at]}" = --storage ]; then
      storage="${COMP_WORDS[at + 1]}"
      if [ "$storage" = '=' ]; then storage="${COMP_WORDS[at + 2]}"; fi
    fi
  done
  storage="${storage#file://}"
  storage="${storage#file:}"
  case "$storage" in \~/*) storage="$HOME/${storage#\~/}" ;; esac
  printf '%s' "$storage"
}

# _catwalk_stored FOLDER: what lies in a folder of the storage, a line each.
_catwalk_stored() {
  local each storage
  storage="$(_catwalk_storage)"
  for each in "$storage/$1"/*/; do
    if [ -d "$each" ]; then
      each="${each%/}"
      printf '%s\n' "${each##*/}"
    fi
  done
}

_catwalk_complete() {
  local word="${COMP_WORDS[COMP_CWORD]}" option="${COMP_WORDS[COMP_CWORD - 1]}" values files='' IFS=$'\n'
  if [ "$word" = '=' ]; then word=''; elif [ "$option" = '=' ]; then option="${COMP_WORDS[COMP_CWORD - 2]}"; fi
  case "$option" in
    --run | --baseline | --from) values="$(_catwalk_stored runs)" ;;
    --dataset) values="$(_catwalk_stored datasets)" ;;
    --model)
      values="$_catwalk_networks"$'\n'"$(_catwalk_stored registry)"
      files=yes
      ;;
    -c | --config)
      values="$_catwalk_experiments"
      files=yes
      ;;
    --set | -D)
      values="$_catwalk_keys"
      compopt -o nospace 2>/dev/null
      ;;
    *)
      unset IFS
      _complete_catwalk "$@"
      return
      ;;
  esac
  # shellcheck disable=SC2207  # a name a line
  COMPREPLY=($(compgen -W "$values" -- "$word"))
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    # shellcheck disable=SC2207
    COMPREPLY+=($(compgen -f -- "$word"))
  fi
}
complete -F _catwalk_complete -o default catwalk
