package cockpit.widget.leaderboard;

import cockpit.spi.Direction;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Members in order, the best first. Members without a value have no place.
 *
 * @param places equal values share a rank, the next one counts on: 1, 2, 2, 4
 */
record Ranking(List<Place> places) {

    record Place(int rank, Member member, BigDecimal value) {}

    Ranking {
        places = List.copyOf(places);
    }

    static Ranking of(Rows rows, Field who, Field measure) {
        List<Place> found = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            BigDecimal value = rows.number(row, measure);
            if (value != null) {
                found.add(new Place(0, rows.member(row, who), value));
            }
        }
        Comparator<Place> smallestFirst = Comparator.comparing(Place::value);
        found.sort((measure.direction() == Direction.DOWN_IS_GOOD ? smallestFirst : smallestFirst.reversed())
                .thenComparing(place -> place.member().code()));
        List<Place> places = new ArrayList<>();
        int rank = 0;
        for (int index = 0; index < found.size(); index++) {
            Place place = found.get(index);
            if (index == 0 || place.value().compareTo(found.get(index - 1).value()) != 0) {
                rank = index + 1;
            }
            places.add(new Place(rank, place.member(), place.value()));
        }
        return new Ranking(places);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    Map<String, Place> byCode() {
        Map<String, Place> byCode = new HashMap<>();
        places.forEach(place -> byCode.putIfAbsent(place.member().code(), place));
        return byCode;
    }
}
