package cockpit.simulator.channel;

import cockpit.simulator.jd.Jd;
import cockpit.simulator.kuaishou.Kuaishou;
import cockpit.simulator.tencentads.TencentAds;
import cockpit.simulator.tmall.Tmall;
import cockpit.simulator.xiaohongshu.Xiaohongshu;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The channels that are played beside Ocean Engine, the till and the clinic system. */
public final class PlayedChannels {
    private PlayedChannels() {}

    /** Those whose secrets the credentials hold; the others are left out. */
    public static List<PlayedChannel> on(Stage stage) {
        return Stream.of(Tmall.on(stage), Jd.on(stage), TencentAds.on(stage), Kuaishou.on(stage), Xiaohongshu.on(stage))
                .flatMap(Optional::stream)
                .toList();
    }
}
