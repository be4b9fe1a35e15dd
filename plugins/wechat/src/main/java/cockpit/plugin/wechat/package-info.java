/** WeChat: figures of an official account and a mini program, and the event callback. */
@NullMarked
package cockpit.plugin.wechat;

import org.jspecify.annotations.NullMarked;
