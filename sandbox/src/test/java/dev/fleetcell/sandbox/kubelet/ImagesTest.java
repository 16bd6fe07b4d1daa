package dev.fleetcell.sandbox.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagesTest {
    @Test
    void anExactNameWinsOverTheNameWithoutTagAndDigest() {
        Images images = new Images();
        images.put("host:5000/app", List.of("any"));
        images.put("host:5000/app:2", List.of("two"));
        assertEquals(Optional.of(List.of("two")), images.command("host:5000/app:2"));
        assertEquals(Optional.of(List.of("any")), images.command("host:5000/app:1"));
        assertEquals(Optional.of(List.of("any")), images.command("host:5000/app:1@sha256:0123"));
        assertEquals(Optional.empty(), images.command("host:5000/application"));
        assertEquals(Optional.empty(), images.command("host"));
    }
}
