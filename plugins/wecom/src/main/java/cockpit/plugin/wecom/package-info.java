/** WeCom: contacts, tags, behaviour figures, group chats, and its encrypted callback. */
@NullMarked
package cockpit.plugin.wecom;

import org.jspecify.annotations.NullMarked;
