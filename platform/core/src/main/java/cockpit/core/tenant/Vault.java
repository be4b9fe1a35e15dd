package cockpit.core.tenant;

import cockpit.spi.Secret;

/**
 * Encrypts a tenant's secrets with a key of its own, which is itself encrypted with the install's master key.
 */
public interface Vault {

    /** AES-256-GCM, bound to the tenant and the purpose: a text moved elsewhere does not decrypt. */
    String encrypt(String tenant, String purpose, Secret secret);

    /**
     * Encrypts as {@link #encrypt} does, but equal texts alike, for what is compared with what is stored. It tells whoever
     * reads the store which texts are equal, and nothing else.
     */
    default String seal(String tenant, String purpose, Secret secret) {
        return encrypt(tenant, purpose, secret);
    }

    /** @throws IllegalStateException if the text was not made by this install for this tenant and purpose */
    Secret decrypt(String tenant, String purpose, String encrypted);

    /**
     * Keyed hash of a text, lower-case hexadecimal. Hashes of different tenants, and for different purposes, have nothing in
     * common.
     */
    default String keyedHash(String tenant, String purpose, String text) {
        return phoneHash(tenant, purpose.length() + ":" + purpose + ":" + text);
    }

    /** Keyed hash of a phone number (HMAC-SHA256 of {@code +86…} with the tenant's key), lower-case hexadecimal. */
    String phoneHash(String tenant, String normalisedPhone);
}
