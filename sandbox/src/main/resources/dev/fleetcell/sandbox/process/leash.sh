# The leash: ends a sandbox's processes when the JVM that started them is gone, however it died.
#
# Standard input is a pipe from that JVM; a line is one of
#   add PID START STAGE SIGNAL   hold this process; START is its start time (field 22 of /proc/PID/stat)
#   del PID                      it has ended, and its process group with it
#   signal SIGNAL PID            send now, to the whole process group
#   sweep PID                    its leader has ended: kill what is left of its process group
# End of input means the JVM is gone. Then stage after stage (0 first) every held process gets its SIGNAL and, after
# $1 seconds, KILL. No process is signalled whose start time is not the one that was added: a reused pid is a stranger.
trap '' INT TERM HUP
patience=$(($1 * 10))
held=''

# alive PID START
alive() {
    { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 1
    # The name in parentheses may hold spaces: what follows it begins with field 3, the state.
    # shellcheck disable=SC2086
    set -- "$2" ${stat##*) }
    [ "$2" != Z ] && [ "$2" != X ] && [ "${21}" = "$1" ]
}

# send SIGNAL PID: to the group, or to the process alone while it has not got its own session yet
send() {
    kill -s "$1" -- "-$2" 2> /dev/null || kill -s "$1" "$2" 2> /dev/null
}

add() {
    held="$held $1:$2:$3:$4"
}

del() {
    kept=''
    for word in $held; do
        case $word in "$1":*) ;; *) kept="$kept $word" ;; esac
    done
    held=$kept
}

# split PID:START:STAGE:SIGNAL
split() {
    pid=${1%%:*} rest=${1#*:}
    start=${rest%%:*} rest=${rest#*:}
    stage=${rest%%:*} signal=${rest#*:}
}

signal() {
    for word in $held; do
        split "$word"
        if [ "$pid" = "$2" ]; then alive "$pid" "$start" && send "$1" "$pid"; return; fi
    done
}

any_alive() {
    for word in $held; do
        split "$word"
        if [ "$stage" = "$1" ] && alive "$pid" "$start"; then return 0; fi
    done
    return 1
}

while read -r verb a b c d; do
    case $verb in
        add) add "$a" "$b" "$c" "$d" ;;
        del) del "$a" ;;
        signal) signal "$a" "$b" ;;
        sweep) kill -s KILL -- "-$a" 2> /dev/null ;;
    esac
done

for now in 0 1 2 3; do
    any_alive $now || continue
    for word in $held; do
        split "$word"
        if [ "$stage" = $now ] && alive "$pid" "$start"; then send "$signal" "$pid"; fi
    done
    waited=0
    while [ $waited -lt "$patience" ] && any_alive $now; do
        sleep 0.1 2> /dev/null || { sleep 1; waited=$((waited + 9)); }
        waited=$((waited + 1))
    done
    for word in $held; do
        split "$word"
        if [ "$stage" = $now ]; then
            if alive "$pid" "$start"; then send KILL "$pid"; else kill -s KILL -- "-$pid" 2> /dev/null; fi
        fi
    done
done
exit 0
