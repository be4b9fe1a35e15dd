package cockpit.server.view;

import com.github.mvysny.kaributesting.v10.LocatorJ;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.Routes;
import com.github.mvysny.kaributesting.v10.mock.MockInstantiator;
import com.github.mvysny.kaributesting.v10.mock.MockService;
import com.github.mvysny.kaributesting.v10.mock.MockVaadinServlet;
import com.github.mvysny.kaributesting.v10.mock.MockedUI;
import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletService;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Opens the pages in memory, with fakes behind them. */
final class Pages {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Pages() {}

    /** Begins a session in a language and opens the home page. */
    static void start(Fakes fakes, Locale language) {
        Routes routes = new Routes().autoDiscoverViews("cockpit.server.view");
        MockVaadin.setup(
                () -> {
                    UI ui = new MockedUI();
                    ui.setLocale(language);
                    return ui;
                },
                new FakeServlet(routes, fakes));
    }

    static void start(Fakes fakes) {
        start(fakes, Locale.SIMPLIFIED_CHINESE);
    }

    static void stop() {
        MockVaadin.tearDown();
    }

    /** All text of a component and what is in it. */
    static String text(Component component) {
        return text(component.getElement());
    }

    private static String text(Element element) {
        if (element.isTextNode()) {
            return element.getText();
        }
        return element.getChildren().map(Pages::text).collect(Collectors.joining("\n"));
    }

    /** The text of the page and of its open dialogs. */
    static String text() {
        return Stream.of(MainLayout.class, Dialog.class, ConfirmDialog.class)
                .flatMap(type -> LocatorJ._find(type).stream())
                .map(Pages::text)
                .collect(Collectors.joining("\n"));
    }

    /** Gives a field a value as a user does. */
    static <V> void enter(AbstractField<?, V> field, V value) {
        try {
            Method enter = AbstractField.class.getDeclaredMethod("setModelValue", Object.class, boolean.class);
            enter.setAccessible(true);
            enter.invoke(field, value, true);
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException("The field takes no value", fault);
        }
    }

    /** What a browser would report. */
    static void fire(Component component, String event, String detail) {
        ObjectNode data = JSON.createObjectNode();
        data.set("event.detail", JSON.readTree(detail));
        component
                .getElement()
                .getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(component.getElement(), event, data));
    }

    /** The combo box of a label, or the only one for an empty label. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the locator finds by class and knows no element type
    static <T> ComboBox<T> comboBox(String label) {
        return (ComboBox<T>) LocatorJ._get(ComboBox.class, spec -> {
            if (!label.isEmpty()) {
                spec.withLabel(label);
            }
        });
    }

    /** The combo box of several values of a label. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    static <T> MultiSelectComboBox<T> multiSelect(String label) {
        return (MultiSelectComboBox<T>) LocatorJ._get(MultiSelectComboBox.class, spec -> spec.withLabel(label));
    }

    /** The select of a label. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    static Select<String> select(String label) {
        return (Select<String>) LocatorJ._get(Select.class, spec -> spec.withLabel(label));
    }

    /** A property as JSON. */
    static String property(Component component, String name) {
        return String.valueOf(component.getElement().getPropertyRaw(name));
    }

    private static final class FakeServlet extends MockVaadinServlet {

        private static final long serialVersionUID = 1L;

        private final transient Fakes fakes;

        FakeServlet(Routes routes, Fakes fakes) {
            super(routes, MockedUI::new);
            this.fakes = fakes;
        }

        @Override
        protected VaadinServletService createServletService(DeploymentConfiguration configuration)
                throws ServiceException {
            VaadinServletService service = new FakeService(this, configuration, fakes);
            service.init();
            getRoutes().register(service.getContext());
            return service;
        }
    }

    private static final class FakeService extends MockService {

        private static final long serialVersionUID = 1L;

        private final transient Instantiator beans;

        FakeService(MockVaadinServlet servlet, DeploymentConfiguration configuration, Fakes fakes) {
            super(servlet, configuration, MockedUI::new);
            beans = MockInstantiator.create(new Beans(this, fakes));
        }

        @Override
        public Instantiator getInstantiator() {
            return beans;
        }
    }

    /** Gives constructors the fakes that they ask for. */
    private static final class Beans extends DefaultInstantiator {

        private static final long serialVersionUID = 1L;

        private final transient List<Object> beans;

        Beans(VaadinService service, Fakes fakes) {
            super(service);
            beans = List.of(
                    fakes.signedIn,
                    fakes.cockpits,
                    fakes.live,
                    fakes.plugins,
                    fakes.connections,
                    fakes.tenants,
                    fakes.dictionaries);
        }

        @Override
        public <T> T getOrCreate(Class<T> type) {
            Constructor<?>[] constructors = type.getConstructors();
            if (!type.getPackageName().equals(Pages.class.getPackageName()) || constructors.length != 1) {
                return super.getOrCreate(type);
            }
            Object[] arguments = Arrays.stream(constructors[0].getParameterTypes())
                    .map(wanted -> beans.stream()
                            .filter(wanted::isInstance)
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("No fake " + wanted)))
                    .toArray();
            try {
                return type.cast(constructors[0].newInstance(arguments));
            } catch (ReflectiveOperationException fault) {
                throw new IllegalStateException("Cannot make " + type, fault);
            }
        }

        @Override
        public <T extends Component> T createComponent(Class<T> type) {
            return getOrCreate(type);
        }
    }
}
