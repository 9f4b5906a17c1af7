#compdef polyglot
# Completion of polyglot's command line in zsh.
_polyglot() {
  local line word files
  local -a lines candidates
  lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    word=${line%%$'\t'*}
    if [[ $word == ":files" ]]; then files=1
    elif [[ $line == *$'\t'* ]]; then candidates+=("${word//:/\\:}:${line#*$'\t'}")
    elif [[ -n $word ]]; then candidates+=("${word//:/\\:}")
    fi
  done
  if (( $#candidates )); then _describe -V polyglot candidates; fi
  if [[ -n $files ]]; then _files; fi
}
if [[ ${funcstack[1]} == _polyglot ]]; then _polyglot "$@"; else compdef _polyglot polyglot; fi
