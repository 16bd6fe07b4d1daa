package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tools/must-gather} removes from YAML and from text, without a cluster: {@code hunter2} is the secret. */
class MustGatherTest {
    private static final String SECRET = "hunter2";

    @Test
    void ofTheEnvironmentOnlyTheOperatorsOwnVariablesKeepTheirValues() {
        assertCleans("""
                items:
                - apiVersion: v1
                  spec:
                    containers:
                    - env:
                      - name: FLEETCELL_UNITS
                        value: "4"
                      - name: FLEETCELL_OPERATOR_WATCH_NAMESPACES
                        value: a,b
                      - name: FLEETCELL_STORE_USER
                        valueFrom:
                          secretKeyRef:
                            key: user
                            name: metadata-store
                      - name: FLEETCELL_API_TOKEN
                        value: hunter2
                      - name: FLEETCELL_STORE_USER
                        value: hunter2
                      - name: FLEETCELL_OPERATOR_TOKEN
                        value: hunter2
                      - name: QUOTES_A_NAME
                        value: 'name: FLEETCELL_UNITS hunter2'
                      - name: LONG
                        value: |-
                          name: FLEETCELL_UNITS
                          value: hunter2

                          - name: FLEETCELL_UNITS
                            value: hunter2
                      - name: FOLDED
                        value: 'some words
                          hunter2'
                      - name: LIKE_JSON
                        value: '{"name":"FLEETCELL_UNITS","value":"hunter2"}'
                      - name: FLEETCELL_NODE
                      - value: hunter2
                      image: node:1
                """, """
                items:
                - apiVersion: v1
                  spec:
                    containers:
                    - env:
                      - name: FLEETCELL_UNITS
                        value: "4"
                      - name: FLEETCELL_OPERATOR_WATCH_NAMESPACES
                        value: a,b
                      - name: FLEETCELL_STORE_USER
                        valueFrom:
                          secretKeyRef:
                            key: user
                            name: metadata-store
                      - name: FLEETCELL_API_TOKEN
                        value: (removed)
                      - name: FLEETCELL_STORE_USER
                        value: (removed)
                      - name: FLEETCELL_OPERATOR_TOKEN
                        value: (removed)
                      - name: QUOTES_A_NAME
                        value: (removed)
                      - name: LONG
                        value: (removed)
                      - name: FOLDED
                        value: (removed)
                      - name: LIKE_JSON
                        value: (removed)
                      - name: FLEETCELL_NODE
                      - value: (removed)
                      image: node:1
                """);
    }

    @Test
    void headersArgumentsAndCommandsGo() {
        assertCleans("""
                spec:
                  containers:
                  - args:
                    - --password
                    - hunter2
                    command:
                    - sh
                    - -c
                    - |
                      curl -u admin:hunter2 localhost

                      echo hunter2
                    env:
                    - name: FLEETCELL_UNITS
                      value: "4"
                    livenessProbe:
                      httpGet:
                        httpHeaders:
                        - name: Authorization
                          value: Bearer hunter2
                        path: /live
                    name: node
                  - args: [--password, hunter2]
                    command: ["sh",
                      "hunter2"]
                    env: [{name: A, value: hunter2}]
                    lifecycle:
                      postStart:
                        exec:
                          command:
                          - login
                          - hunter2
                    name: other
                  - {name: last, args: [hunter2]}
                """, """
                spec:
                  containers:
                  - args:
                    - (removed)
                    command:
                    - (removed)
                    env:
                    - name: FLEETCELL_UNITS
                      value: "4"
                    livenessProbe:
                      httpGet:
                        httpHeaders:
                        - name: Authorization
                          value: (removed)
                        path: /live
                    name: node
                  - args: (removed)
                    command: (removed)
                    env: (removed)
                    lifecycle:
                      postStart:
                        exec:
                          command:
                          - (removed)
                    name: other
                  - (removed)
                """);
    }

    /** A revision of a StatefulSet repeats the whole template, and the StatefulSet's annotations. */
    @Test
    void aControllerRevisionIsCleanedLikeThePodsThatAreMadeFromIt() {
        assertCleans("""
                items:
                - apiVersion: apps/v1
                  data:
                    spec:
                      template:
                        $patch: replace
                        metadata:
                          annotations:
                            fleetcell.dev/restart: spring
                            vault/config: hunter2
                          labels:
                            fleetcell.dev/cell: seen
                        spec:
                          containers:
                          - args:
                            - --password=hunter2
                            env:
                            - name: FLEETCELL_UNITS
                              value: "1"
                            - name: TOKEN
                              value: hunter2
                            image: node:1
                  kind: ControllerRevision
                  metadata:
                    annotations:
                      fleetcell.dev/settled-template: 0a1b
                      kapp.k14s.io/original: '{"value":"hunter2"}'
                    name: seen-m-5d4c
                  revision: 2
                """, """
                items:
                - apiVersion: apps/v1
                  data:
                    spec:
                      template:
                        $patch: replace
                        metadata:
                          annotations:
                            fleetcell.dev/restart: spring
                          labels:
                            fleetcell.dev/cell: seen
                        spec:
                          containers:
                          - args:
                            - (removed)
                            env:
                            - name: FLEETCELL_UNITS
                              value: "1"
                            - name: TOKEN
                              value: (removed)
                            image: node:1
                  kind: ControllerRevision
                  metadata:
                    annotations:
                      fleetcell.dev/settled-template: 0a1b
                    name: seen-m-5d4c
                  revision: 2
                """);
    }

    /** A restart's figures, and its sentences, are what it is gathered for. */
    @Test
    void ofAColdRestartNothingGoes() {
        var restart = """
                items:
                - apiVersion: fleetcell.dev/v1alpha1
                  kind: ColdRestart
                  metadata:
                    name: spring
                  spec:
                    cells:
                      names:
                      - use1-a
                    startBefore: "2026-11-21T12:00:00Z"
                  status:
                    cells:
                    - name: use1-a
                      phase: Running
                      restarted: 4
                      total: 6
                    phase: Running
                    progress: 4/6
                    wait:
                      message: '720 cold starts an hour, 2 at once: the next one in 4 s'
                      reason: Pace
                """;
        assertCleans(restart, restart);
    }

    @Test
    void annotationsGoButThoseThatTellOfTheRollout() {
        assertCleans("""
                metadata:
                  annotations:
                    checksum/config: 0a1b
                    deployment.kubernetes.io/revision: "2"
                    fleetcell.dev/operator: a
                    kapp.k14s.io/original: '{"spec":{"value":"hunter2"}}'
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"kind":"FleetCell","password":"hunter2"}
                    meta.helm.sh/release-name: fleetcell
                    not-fleetcell.dev/x: hunter2
                    ? a.very.long/key
                    : hunter2
                  name: seen
                spec:
                  template:
                    metadata:
                      annotations:
                        vault/config: hunter2
                    spec: {}
                """, """
                metadata:
                  annotations:
                    checksum/config: 0a1b
                    deployment.kubernetes.io/revision: "2"
                    fleetcell.dev/operator: a
                    meta.helm.sh/release-name: fleetcell
                  name: seen
                spec:
                  template:
                    metadata:
                      annotations:
                    spec: {}
                """);
    }

    @Test
    void numbersOfAStatusStayAndOtherValuesDoNot() {
        assertCleans("""
                items:
                - kind: FleetCell
                  spec:
                    value: 4711
                    status:
                      value: 4711
                  status:
                    alarms:
                    - name: ThreadsHigh
                      threshold: 80
                      value: 91
                    - name: Odd
                      value: hunter2
                    conditions:
                    - status: "True"
                      type: Ready
                - kind: FleetCell
                  spec:
                    value: 4711
                """, """
                items:
                - kind: FleetCell
                  spec:
                    value: (removed)
                    status:
                      value: (removed)
                  status:
                    alarms:
                    - name: ThreadsHigh
                      threshold: 80
                      value: 91
                    - name: Odd
                      value: (removed)
                    conditions:
                    - status: "True"
                      type: Ready
                - kind: FleetCell
                  spec:
                    value: (removed)
                """);
    }

    /** The same patterns run over logs and events. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "opened with password=hunter2&size=3",
                "{\"password\":\"hunter2\",\"user\":\"a\"}",
                "{\"password\" : \"it is \\\"hunter2\\\"\"}",
                "{\"message\":\"got {\\\"token\\\":\\\"my hunter2\\\"}\"}",
                "password: hunter2",
                "db_password: 'so hunter2'",
                "Secret => hunter2",
                "apiKey = hunter2",
                "Authorization: Bearer hunter2",
                "Authorization: Digest user=\"a\", response=\"hunter2\"",
                "sent bearer hunter2, refused",
                "Basic hunter2",
                "+ login --db-password hunter2",
                "+ login --token \"my hunter2\"",
                "+ curl -u admin:hunter2 http://localhost",
                "+ curl --user=admin:hunter2 http://localhost",
                "cannot reach postgres://user:hunter2@host/db",
                "cannot reach postgres://user:a/b@hunter2@host/db",
                "cannot reach https://hunter2@host/db",
            })
    void textThatLooksLikeASecretIsMasked(String line) {
        var cleaned = clean(line + "\nthe next line\n");
        assertFalse(cleaned.contains(SECRET), cleaned);
        assertTrue(cleaned.contains("(removed)"), cleaned);
        assertTrue(cleaned.endsWith("\nthe next line\n"), cleaned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "automountServiceAccountToken: false",
                "secretName: metadata-store",
                "message: secret \"metadata-store\" not found",
                "imageID: registry.example/library/postgres@sha256:0a1b",
                "url: http://metadata-store.streams.svc:5432/metadata",
                "apiVersion: rbac.authorization.k8s.io/v1",
                "tokensMilli: 400",
            })
    void namesOfThingsStay(String line) {
        assertEquals(line + "\n", clean(line + "\n"));
    }

    private static void assertCleans(String yaml, String expected) {
        assertEquals(expected, clean(yaml));
    }

    private static String clean(String text) {
        return Shell.runWithInput(text, "sh", "tools/must-gather", "--clean").require();
    }
}
