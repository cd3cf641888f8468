import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;

/**
 * One OpenSearch node of version 2 or 3. Its standard input is held open by whoever started it: when that one ends,
 * however it ends, the node ends too.
 *
 * <p>Arguments: the node's folder, then any number of setting=value. The property plugin names a further plugin's class.
 */
public final class Start {
    /** Without the name's ending, which is Plugin in version 2 and ModulePlugin in version 3. */
    private static final List<String> PLUGINS = List.of(
            "org.opensearch.transport.Netty4",
            "org.opensearch.analysis.common.CommonAnalysis",
            "org.opensearch.painless.Painless",
            "org.opensearch.join.ParentJoin",
            "org.opensearch.index.reindex.Reindex");

    private static final class PluggedNode extends Node {
        @SuppressWarnings({"rawtypes", "unchecked"}) // Of classes in version 2, of descriptions in version 3.
        PluggedNode(Environment environment, Collection plugins) {
            super(environment, plugins, true);
        }
    }

    public static void main(String[] arguments) throws Exception {
        new Thread(Start::endWithStarter).start();
        Path folder = Path.of(arguments[0]);
        Settings.Builder settings = Settings.builder().put("path.home", folder);
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int sign = argument.indexOf('=');
            settings.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings.build(), Map.of(), folder.resolve("config"), () -> "node");
        new PluggedNode(environment, plugins()).start();
    }

    private static void endWithStarter() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written there.
            }
        } catch (IOException lost) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(0);
    }

    private static Collection<Object> plugins() throws ReflectiveOperationException {
        boolean described = Version.CURRENT.major >= 3;
        List<Object> plugins = new ArrayList<>();
        for (String name : PLUGINS) {
            Class<?> plugin = Class.forName(name + (described ? "ModulePlugin" : "Plugin"));
            plugins.add(described ? description(plugin) : plugin);
        }
        if (System.getProperty("plugin") != null) {
            plugins.add(Class.forName(System.getProperty("plugin")));
        }
        return plugins;
    }

    private static Object description(Class<?> plugin) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName("org.opensearch.plugins.PluginInfo").getConstructor(
                String.class, String.class, String.class, Version.class, String.class, String.class, String.class,
                List.class, boolean.class);
        String name = plugin.getName();
        return constructor.newInstance(name, "", "1", Version.CURRENT, "21", name, null, List.of(), false);
    }
}
