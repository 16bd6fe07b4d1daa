package dev.fleetcell.node.metadata;

import java.util.Properties;
import org.postgresql.Driver;

/**
 * How to reach the store.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param user the role to log in as
 * @param password may be empty where the server asks for none
 */
public record StoreAccess(String url, String user, String password) {

    /** Whether a text is a URL that the driver understands. */
    public static boolean isUrl(String text) {
        return Driver.parseURL(text, new Properties()) != null;
    }

    /** Without the password, and without the URL's parameters, which may hold one. */
    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return user + " at " + (parameters < 0 ? url : url.substring(0, parameters));
    }
}
