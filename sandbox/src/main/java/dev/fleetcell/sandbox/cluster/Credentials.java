package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** The secrets of one control plane, made anew for each: a token per user, and the key that signs service accounts' tokens. */
final class Credentials {
    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final Map<User, String> tokens = new EnumMap<>(User.class);

    private Credentials(Path folder) {
        this.folder = folder;
        SecureRandom random = new SecureRandom();
        for (User user : User.values()) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            tokens.put(user, HexFormat.of().formatHex(token));
        }
    }

    /** Makes them and writes them into a folder that exists; all files are for their owner's eyes only. */
    static Credentials create(Path folder) throws IOException {
        Credentials credentials = new Credentials(folder);
        FileTree.writePrivate(credentials.tokenFile(), credentials.tokenLines());
        KeyPair pair = rsa();
        FileTree.writePrivate(
                credentials.signingKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        FileTree.writePrivate(
                credentials.verificationKey(),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return credentials;
    }

    String token(User user) {
        return tokens.getOrDefault(user, "");
    }

    /** For {@code --token-auth-file}. */
    Path tokenFile() {
        return folder.resolve("tokens.csv");
    }

    /** For {@code --service-account-signing-key-file}. */
    Path signingKey() {
        return folder.resolve("service-accounts.key");
    }

    /** For {@code --service-account-key-file}. */
    Path verificationKey() {
        return folder.resolve("service-accounts.pub");
    }

    private String tokenLines() {
        return Arrays.stream(User.values())
                .map(user -> token(user) + "," + user.userName() + "," + user.userName() + "," + user.groups() + "\n")
                .collect(Collectors.joining());
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
