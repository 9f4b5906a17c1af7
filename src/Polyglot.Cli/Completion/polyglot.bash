# Completion of polyglot's command line in bash.
_polyglot() {
  local word description files= glue= prefix= i
  local -a words=()
  # Bash takes --option=value apart; here it is one word.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == "=" && ${#words[@]} -gt 0 ]]; then
      words[${#words[@]} - 1]+="="
      glue=1
    elif [[ -n $glue ]]; then
      words[${#words[@]} - 1]+=$word
      glue=
    else
      words+=("$word")
    fi
  done
  word=${words[${#words[@]} - 1]}
  if [[ $word == -*=* && $COMP_WORDBREAKS == *=* ]]; then prefix=${word%%=*}=; fi
  COMPREPLY=()
  while IFS=$'\t' read -r word description; do
    if [[ $word == ":files" ]]; then files=1
    else COMPREPLY+=("$(printf '%q' "${word#"$prefix"}")"); fi
  done < <("${COMP_WORDS[0]/#\~/$HOME}" complete -- "${words[@]}" 2>/dev/null)
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    word=${words[${#words[@]} - 1]}
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${word#"$prefix"}")
  fi
}
complete -F _polyglot polyglot
