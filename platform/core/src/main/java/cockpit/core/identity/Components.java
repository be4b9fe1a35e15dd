package cockpit.core.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Finds which nodes hang together, and gives each group its person's number so that numbers stay as they are: of a person who
 * is now several, the largest group keeps the number; of several who are now one, the oldest number stays.
 */
final class Components {

    private final Map<Long, Integer> indexes = new HashMap<>();
    private long[] nodes = new long[1024];
    private long[] persons = new long[1024];
    private int[] parents = new int[1024];

    /** @param person the number that it has, or 0 */
    int add(long node, long person) {
        Integer known = indexes.get(node);
        if (known != null) {
            return known;
        }
        int index = indexes.size();
        if (index == nodes.length) {
            nodes = Arrays.copyOf(nodes, index * 2);
            persons = Arrays.copyOf(persons, index * 2);
            parents = Arrays.copyOf(parents, index * 2);
        }
        indexes.put(node, index);
        nodes[index] = node;
        persons[index] = person;
        parents[index] = index;
        return index;
    }

    /** Two nodes that were added are one person's. */
    void join(long one, long other) {
        Integer first = indexes.get(one);
        Integer second = indexes.get(other);
        if (first == null || second == null) {
            throw new IllegalStateException("A link leads to a node that was not added.");
        }
        parents[root(first)] = root(second);
    }

    private int root(int index) {
        int root = index;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** A node and its person. */
    record Assigned(long node, long before, long person) {}

    /** The nodes whose person is new or another than before. */
    List<Assigned> assign(LongSupplier fresh) {
        int count = indexes.size();
        Map<Integer, Map<Long, Integer>> claims = new HashMap<>();
        for (int index = 0; index < count; index++) {
            Map<Long, Integer> own = claims.computeIfAbsent(root(index), _ -> new HashMap<>());
            if (persons[index] != 0) {
                own.merge(persons[index], 1, Integer::sum);
            }
        }
        // Whoever has most of a person's nodes keeps the number; equal claims go to the group with the smallest node.
        Map<Integer, Long> smallest = new HashMap<>();
        for (int index = 0; index < count; index++) {
            smallest.merge(root(index), nodes[index], Math::min);
        }
        Map<Long, Integer> winners = new HashMap<>();
        claims.forEach((root, own) -> own.forEach((person, share) -> winners.merge(person, root, (one, other) -> {
            int difference = Integer.compare(
                    claims.get(one).get(person), claims.get(other).get(person));
            if (difference != 0) {
                return difference > 0 ? one : other;
            }
            return smallest.get(one) <= smallest.get(other) ? one : other;
        })));
        Map<Integer, Long> numbers = new HashMap<>();
        winners.forEach((person, root) -> numbers.merge(root, person, Math::min));
        List<Assigned> changed = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long person = numbers.computeIfAbsent(root(index), _ -> fresh.getAsLong());
            if (person != persons[index]) {
                changed.add(new Assigned(nodes[index], persons[index], person));
            }
        }
        return changed;
    }
}
