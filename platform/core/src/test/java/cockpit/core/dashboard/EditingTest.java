package cockpit.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Text;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Editing a draft")
class EditingTest {

    private final Cockpit start = Samples.cockpit("s", "HQ");
    private final Editing editing = new Editing(start);

    private Cockpit with(int tiles) {
        Cockpit cockpit = start;
        for (int index = 0; index < tiles; index++) {
            cockpit = cockpit.with(Samples.tile("t" + index, 0, index, 1, 1));
        }
        return cockpit;
    }

    @Test
    void takes_back_and_repeats_named_actions() {
        editing.apply(Text.of("添加组件", "Add a tile"), with(1));
        editing.apply(Text.of("移动组件", "Move a tile"), with(2));

        assertThat(editing.undoName()).map(Text::en).contains("Move a tile");
        editing.undo();
        assertThat(editing.current()).isEqualTo(with(1));
        assertThat(editing.redoName()).map(Text::en).contains("Move a tile");
        editing.undo();
        assertThat(editing.current()).isEqualTo(start);
        assertThat(editing.undoName()).isEmpty();
        editing.redo();
        editing.redo();
        assertThat(editing.current()).isEqualTo(with(2));
        assertThat(editing.redoName()).isEmpty();
    }

    @Test
    void forgets_what_was_undone_once_something_else_is_done() {
        editing.apply(Text.same("a"), with(1));
        editing.undo();
        editing.apply(Text.same("b"), with(2));

        editing.redo();

        assertThat(editing.current()).isEqualTo(with(2));
    }

    @Test
    void keeps_no_action_that_changes_nothing() {
        editing.apply(Text.same("a"), Samples.cockpit("s", "HQ"));

        assertThat(editing.undoName()).isEmpty();
    }

    @Test
    void does_nothing_at_either_end() {
        editing.undo();
        editing.redo();

        assertThat(editing.current()).isEqualTo(start);
    }

    @Test
    void goes_back_two_hundred_steps() {
        for (int index = 1; index <= 205; index++) {
            editing.apply(Text.same("step " + index), with(index));
        }
        for (int index = 0; index < 200; index++) {
            editing.undo();
        }

        assertThat(editing.current()).isEqualTo(with(5));
    }
}
