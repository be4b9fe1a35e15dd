package cockpit.server.frames;

import cockpit.core.dashboard.Cockpits;
import cockpit.core.live.Live;
import cockpit.core.plugin.Plugins;
import cockpit.server.SignedIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the frame channel at its address. Only pages of the same origin connect: no other is named. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class FrameConfiguration implements WebSocketConfigurer {

    private final FrameChannel channel;

    @Bean
    static FrameChannel frameChannel(Live live, Cockpits cockpits, Plugins plugins, SignedIn signedIn) {
        return new FrameChannel(live, cockpits, plugins, _ -> signedIn.find());
    }

    public FrameConfiguration(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(channel, FrameChannel.PATH + "*")
                .setHandshakeHandler(new FrameHandshake())
                .addInterceptors(channel);
    }
}
