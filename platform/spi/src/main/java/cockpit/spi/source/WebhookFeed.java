package cockpit.spi.source;

/** A feed whose channel also pushes. */
public interface WebhookFeed extends Feed {

    /**
     * Verifies and decodes one push. Runs on a request's thread: no network, milliseconds. The host stores the rows
     * before it answers the channel, and drops a delivery whose event id it has stored already. A GET, by which some
     * channels make sure of an address, comes here too, with an empty body and {@link WebhookDelivery#answer()} as the
     * way to answer.
     *
     * @throws WebhookRejection if it is not genuine or not readable
     */
    WebhookDelivery receive(WebhookRequest request) throws WebhookRejection;

    /**
     * Verifies the upload of a CSV file for one of the dropped streams; its body is read by the host.
     *
     * @throws WebhookRejection if it is not genuine; by default always, since no rule is known
     */
    default void verifyUpload(WebhookRequest request) throws WebhookRejection {
        throw WebhookRejection.notGenuine("This source takes no uploads.");
    }
}
