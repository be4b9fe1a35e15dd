package cockpit.server.view;

import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datepicker.DatePicker.DatePickerI18n;
import java.util.List;

/** Date fields that speak the page's language and write {@code 2026-11-11}. */
final class DayFields {

    private DayFields() {}

    static DatePicker field(Text label) {
        DatePicker field = new DatePicker(Words.say(label));
        field.setLocale(Words.language());
        field.setI18n(words());
        return field;
    }

    private static DatePickerI18n words() {
        DatePickerI18n words = new DatePickerI18n().setDateFormat("yyyy-MM-dd").setFirstDayOfWeek(1);
        if (Words.language().getLanguage().equals("en")) {
            return words.setToday("Today").setCancel("Cancel");
        }
        return words.setMonthNames(List.of("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"))
                .setWeekdays(List.of("星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"))
                .setWeekdaysShort(List.of("日", "一", "二", "三", "四", "五", "六"))
                .setToday("今天")
                .setCancel("取消");
    }
}
