# Many turns with servers in the world outside, and the account of them; sourced by run.

in6=2001:db8:7::1 out6=2001:db8:7::2
ip -n $inside -6 addr add $in6/64 dev pmm-i$$ nodad
ip -n $outside -6 addr add $out6/64 dev pmm-o$$ nodad
ip -n $inside -6 route add default via $out6
# Whatever is asked for in these networks arrives outside, whether or not something listens there.
ip -n $outside route add local 192.0.2.0/24 dev lo
for address in 2001:db8::30 2001:db8::60; do ip -n $outside -6 addr add $address/128 dev lo nodad; done
mkdir -p /etc/netns/$inside
echo "nameserver $server" >/etc/netns/$inside/resolv.conf

# An authority as a company has one, and the way to trust it that docs/architecture.md describes.
authority() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Proof authority" -keyout "$work/ca.key" -out "$work/ca.pem"
  openssl req -newkey rsa:2048 -nodes -subj "/CN=proof.test" -keyout "$work/server.key" -out "$work/server.csr"
  printf 'subjectAltName=DNS:*.proof.test\n' >"$work/names"
  openssl x509 -req -days 2 -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial \
    -extfile "$work/names" -out "$work/server.pem"
  "$JAVA_HOME/bin/keytool" -importcert -noprompt -alias company -file "$work/ca.pem" \
    -keystore "$work/trusted.p12" -storepass changeit
}
authority >"$work/authority.log" 2>&1 || { cat "$work/authority.log" >&2; exit 2; }

# main NAMESPACE CLASS ARGUMENTS...: a program of this test, from its source.
main() {
  where=$1 class=$2
  shift 2
  ip netns exec "$where" "$JAVA_HOME/bin/java" -cp "$classes" "$root/packaging/src/test/java/pmm/wayout/$class.java" "$@"
}

ip netns exec $outside "$JAVA_HOME/bin/java" -cp "$classes" "$root/packaging/src/test/java/pmm/wayout/Outside.java" \
  "$work" $server >"$work/outside.log" 2>&1 &
world=$!
# What stays on the loopback interface is the mesh talking to itself.
ip netns exec $inside tcpdump -U --immediate-mode -B 65536 -n -i any -w "$work/inside.pcap" \
  'not arp and not (src net 127.0.0.0/8 and dst net 127.0.0.0/8) and not (src host ::1 and dst host ::1)' 2>"$work/inner.log" &
inner=$!
ready() { eventually grep -q ready "$work/outside.log"; }
ready || ready || ready || { cat "$work/outside.log" >&2; exit 2; }
eventually grep -q listening "$work/inner.log"

export PMM_HOME="$work/turns" PMM_PROVIDER_FIRST_TOKEN_MS=3000 PMM_PROVIDER_IDLE_MS=2000 PMM_PROVIDER_RETRY_PAUSE_MS=20 \
  PMM_PROVIDER_BREAKER_REST_MS=200 \
  PMM_JAVA_OPTS="-Djavax.net.ssl.trustStore=$work/trusted.p12 -Djavax.net.ssl.trustStorePassword=changeit"
in_ns "$pmm" start --no-open >/dev/null 2>&1
check "$turns turns, with faults, refusals and people who leave" main $inside Turns "$PMM_HOME" "$turns" "$seed"
cat "$work/.out"
in_ns "$pmm" export --jsonl --out "$work/export.jsonl" >/dev/null 2>&1
in_ns "$pmm" stop >/dev/null 2>&1

# account: what the witnesses say so far.
account() {
  tcpdump -n -tt -r "$work/inside.pcap" >"$work/packets.txt" 2>"$work/read.log"
  main $outside Account "$work" "$seed" 10.213.7.1 $in6
}
check "the ledger, the world outside and the capture agree" account
head -n 1 "$work/.out"

# found WHAT: the account names it.
found() { grep -q "$1" "$work/rogues"; }

# Three ways out that no attempt accounts for, each past another witness.
in_ns timeout 5 sh -c "curl -sk --resolve openai.proof.test:443:192.0.2.10 https://openai.proof.test/" >/dev/null || true
in_ns timeout 5 curl -sk https://192.0.2.99/ >/dev/null || true
in_ns timeout 5 getent hosts rogue.example >/dev/null || true
sleep 1
account >"$work/rogues" 2>&1 || true
check "a planted connection is found" found "no attempt for the Connection.*openai.proof.test"
check "a planted connection past the relay is found" found "nobody outside has seen the Packet.*192.0.2.99 443"
check "a planted question is found" found "no attempt for the Query.*rogue.example"
kill $world $inner 2>/dev/null || true
