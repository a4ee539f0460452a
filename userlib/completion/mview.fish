# SPDX-License-Identifier: GPL-2.0
# Completion of mview for fish, which asks the tool: mview completion.

function __mview_completion
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] completion -- $words[2..] (string unescape -- $word; or echo -- $word) 2>/dev/null)
    if test "$found" = :file
        set -l kept (string match -r -- '^--[^=]*=' $word)
        for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $word))
            echo "$kept$path"
        end
    else
        printf '%s\n' $found
    end
end

complete -c mview -f -a '(__mview_completion)'
