/* merkle.c: see merkle.h. Algorithms of RFC 6962 section 2.1 and, for checking, RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
#include "ledger/merkle.h"
#include "base/fault.h"
#include <assert.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <string.h>

/* One digest context per thread, kept: making one anew costs more than hashing a node. */
static pthread_key_t context_key;
static pthread_once_t context_once = PTHREAD_ONCE_INIT;
static _Thread_local EVP_MD_CTX *thread_context;

static void free_context(void *context) { EVP_MD_CTX_free(context); }
static void make_key(void) { pthread_key_create(&context_key, free_context); }

static EVP_MD_CTX *digest_start(void)
{
    if (!thread_context) {
        pthread_once(&context_once, make_key);
        EVP_MD_CTX *fresh = EVP_MD_CTX_new();
        if (!fresh || !EVP_DigestInit_ex(fresh, EVP_sha256(), NULL)) fault_raise(FAULT_MEMORY, "out of memory: digest");
        pthread_setspecific(context_key, fresh);
        return thread_context = fresh;
    }
    if (!EVP_DigestInit_ex2(thread_context, NULL, NULL)) fault_raise(FAULT_MEMORY, "digest cannot start");
    return thread_context;
}

bool hash_equal(const Hash *a, const Hash *b) { return !memcmp(a, b, sizeof *a); }

void merkle_sha256(Hash *out, const void *first, size_t first_bytes, const void *second, size_t second_bytes)
{
    EVP_MD_CTX *context = digest_start();
    if (first_bytes) EVP_DigestUpdate(context, first, first_bytes);
    if (second_bytes) EVP_DigestUpdate(context, second, second_bytes);
    EVP_DigestFinal_ex(context, out->b, NULL);
}

void merkle_leaf(Hash *out, const Hash *commitment) { merkle_sha256(out, "\0", 1, commitment, sizeof *commitment); }

void merkle_pair(Hash *out, const Hash *left, const Hash *right)
{
    uint8_t joined[1 + 2 * sizeof(Hash)] = {1};
    memcpy(joined + 1, left, sizeof *left);
    memcpy(joined + 1 + sizeof *left, right, sizeof *right);
    merkle_sha256(out, joined, sizeof joined, NULL, 0);
}

int merkle_push(MerkleFrontier *frontier, const Hash *leaf, Hash gained[MERKLE_TILE_LEVELS])
{
    Hash hash = *leaf;
    int level = 0, gains = 0;
    gained[gains++] = hash;
    for (; frontier->size >> level & 1; level++) {
        assert(level + 1 < MERKLE_HEIGHT);
        merkle_pair(&hash, &frontier->roots[level], &hash);
        if ((level + 1) % MERKLE_TILE_BITS == 0) gained[gains++] = hash;
    }
    frontier->roots[level] = hash;
    frontier->size++;
    return gains;
}

void merkle_root(const MerkleFrontier *frontier, Hash *out)
{
    bool started = false;
    for (int level = 0; level < MERKLE_HEIGHT; level++) {
        if (!(frontier->size >> level & 1)) continue;
        if (started) merkle_pair(out, &frontier->roots[level], out);
        else *out = frontier->roots[level];
        started = true;
    }
    if (!started) merkle_sha256(out, NULL, 0, NULL, 0);
}

void merkle_full_root(const Hash *hashes, unsigned count, Hash *out)
{
    Hash work[MERKLE_TILE];
    assert(count && count <= MERKLE_TILE && !(count & (count - 1)));
    memcpy(work, hashes, count * sizeof *hashes);
    for (; count > 1; count /= 2)
        for (unsigned i = 0; i < count / 2; i++) merkle_pair(&work[i], &work[2 * i], &work[2 * i + 1]);
    *out = work[0];
}

/* The largest power of two below n (n > 1): where RFC 6962 splits a tree of n leaves. */
static uint64_t split_of(uint64_t n) { return 1ull << (63 - __builtin_clzll(n - 1)); }

static void reverse(MerkleRange *ranges, int count)
{
    for (int i = 0, j = count - 1; i < j; i++, j--) {
        MerkleRange keep = ranges[i];
        ranges[i] = ranges[j];
        ranges[j] = keep;
    }
}

int merkle_inclusion_ranges(uint64_t index, uint64_t size, MerkleRange out[MERKLE_PROOF_MAX])
{
    uint64_t start = 0, end = size;
    int count = 0;
    assert(index < size);
    while (end - start > 1) {
        uint64_t middle = start + split_of(end - start);
        if (index < middle) { out[count++] = (MerkleRange){middle, end}; end = middle; }
        else { out[count++] = (MerkleRange){start, middle}; start = middle; }
    }
    reverse(out, count);   /* proofs go from the leaf upwards */
    return count;
}

int merkle_consistency_ranges(uint64_t old_size, uint64_t size, MerkleRange out[MERKLE_PROOF_MAX])
{
    uint64_t start = 0, end = size;
    int count = 0;
    assert(old_size <= size);
    if (!old_size || old_size == size) return 0;
    while (end != old_size) {
        uint64_t middle = start + split_of(end - start);
        if (old_size <= middle) { out[count++] = (MerkleRange){middle, end}; end = middle; }
        else { out[count++] = (MerkleRange){start, middle}; start = middle; }
    }
    if (start) out[count++] = (MerkleRange){start, end};   /* a whole old tree is known to the asker already */
    reverse(out, count);
    return count;
}

bool merkle_range_root(MerkleRange range, MerkleNode node, void *context, Hash *out)
{
    uint64_t n = range.end - range.start;
    if (!(n & (n - 1))) {
        int level = 63 - __builtin_clzll(n);
        return node(context, level, range.start >> level, out);
    }
    uint64_t middle = range.start + split_of(n);
    Hash left, right;
    if (!merkle_range_root((MerkleRange){range.start, middle}, node, context, &left)) return false;
    if (!merkle_range_root((MerkleRange){middle, range.end}, node, context, &right)) return false;
    merkle_pair(out, &left, &right);
    return true;
}

bool merkle_verify_inclusion(uint64_t index, uint64_t size, const Hash *leaf, const Hash *proof, int count, const Hash *root)
{
    if (index >= size) return false;
    uint64_t at = index, last = size - 1;
    Hash hash = *leaf;
    for (int i = 0; i < count; i++) {
        if (!last) return false;
        if (at & 1 || at == last) {
            merkle_pair(&hash, &proof[i], &hash);
            while (!(at & 1) && at) { at >>= 1; last >>= 1; }
        } else {
            merkle_pair(&hash, &hash, &proof[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return !last && hash_equal(&hash, root);
}

bool merkle_verify_consistency(uint64_t old_size, uint64_t size, const Hash *old_root, const Hash *root, const Hash *proof, int count)
{
    if (old_size > size) return false;
    if (old_size == size) return !count && hash_equal(old_root, root);
    if (!old_size) return !count;
    uint64_t at = old_size - 1, last = size - 1;
    int next = 0;
    while (at & 1) { at >>= 1; last >>= 1; }
    Hash old_hash = *old_root, hash = *old_root;
    if (at) {                    /* the old tree is not one full subtree: the proof starts with the seed */
        if (!count) return false;
        old_hash = hash = proof[next++];
    }
    for (; next < count; next++) {
        if (!last) return false;
        if (at & 1 || at == last) {
            merkle_pair(&old_hash, &proof[next], &old_hash);
            merkle_pair(&hash, &proof[next], &hash);
            while (!(at & 1) && at) { at >>= 1; last >>= 1; }
        } else {
            merkle_pair(&hash, &hash, &proof[next]);
        }
        at >>= 1;
        last >>= 1;
    }
    return !last && hash_equal(&old_hash, old_root) && hash_equal(&hash, root);
}
