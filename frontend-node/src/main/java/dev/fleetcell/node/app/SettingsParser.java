package dev.fleetcell.node.app;

import dev.fleetcell.node.mesh.Member;
import dev.fleetcell.node.metadata.StoreAccess;
import dev.fleetcell.node.threads.TaskAllowance;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns texts into {@link Settings}, and collects everything that is wrong with them. For one use. */
final class SettingsParser {
    private static final Pattern DNS_NAME = Pattern.compile("[a-zA-Z0-9]([-.a-zA-Z0-9]{0,251}[a-zA-Z0-9.])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Values values;
    private final List<String> problems = new ArrayList<>();

    /** Gives the text of a setting; null when it is not set. */
    @FunctionalInterface
    interface Values {
        @Nullable
        String get(Setting setting) throws IOException;
    }

    SettingsParser(Values values) {
        this.values = values;
    }

    Settings parse() throws InvalidSettingsException {
        String cell = text(Setting.FLEETCELL_CELL, name -> name.length() <= 40 && Member.isName(name));
        String node = text(Setting.FLEETCELL_NODE, Member::isName);
        String address = text(Setting.FLEETCELL_ADDRESS, SettingsParser::isAddress);
        String size = text(Setting.FLEETCELL_SIZE, name -> name.matches("[a-z0-9]{1,8}"));
        int units = number(Setting.FLEETCELL_UNITS, 1000);
        int limit = number(Setting.FLEETCELL_THREAD_LIMIT, 4_194_304);
        int budget = number(Setting.FLEETCELL_THREAD_BUDGET, limit < 1 ? Integer.MAX_VALUE : limit);
        text(Setting.FLEETCELL_BOOTSTRAP_SOURCE, "MetadataStore"::equals);
        String members =
                text(Setting.FLEETCELL_MEMBERS, name -> DNS_NAME.matcher(name).matches());
        String url = text(Setting.FLEETCELL_STORE_URL, StoreAccess::isUrl);
        String user = text(Setting.FLEETCELL_STORE_USER, name -> true);
        String password = value(Setting.FLEETCELL_STORE_PASSWORD, "");
        int workersPerUnit = number(Setting.FLEETCELL_WORKERS_PER_UNIT, 1024, "8");
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return new Settings(
                cell,
                new Member(node, InetAddress.ofLiteral(address)),
                size,
                units,
                new TaskAllowance(limit, budget),
                members,
                new StoreAccess(url, user, password),
                workersPerUnit);
    }

    private String text(Setting setting, Predicate<String> good) {
        String value = value(setting, "");
        if (value.isEmpty()) {
            problems.add(setting + " is not set: set " + setting.sentence());
        } else if (!good.test(value)) {
            // A URL's parameters may hold a password.
            problems.add(
                    setting + "=" + value.replaceFirst("\\?.*", "?...") + " cannot be used: set " + setting.sentence());
        }
        return value;
    }

    private int number(Setting setting, int most) {
        return number(setting, most, "");
    }

    private int number(Setting setting, int most, String otherwise) {
        String value = value(setting, otherwise);
        int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (value.isEmpty()) {
            problems.add(setting + " is not set: set " + setting.sentence());
        } else if (number < 1 || number > most) {
            problems.add(setting + "=" + value + " cannot be used: set " + setting.sentence());
        }
        return number;
    }

    private String value(Setting setting, String otherwise) {
        try {
            String value = values.get(setting);
            return value == null ? otherwise : value;
        } catch (IOException e) {
            problems.add(setting + " cannot be read: " + e.getMessage());
            return otherwise;
        }
    }

    private static boolean isAddress(String text) {
        try {
            return !InetAddress.ofLiteral(text).isAnyLocalAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
