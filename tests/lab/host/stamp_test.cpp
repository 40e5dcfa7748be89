// SPDX-License-Identifier: MIT
// That nothing is done twice, and that what was half done is done again.
#include "lab/host/stamp.h"

#include <gmock/gmock.h>

#include "support.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

wifi::Result<void> make_folder(const fs::path& where, std::string_view content) {
    fs::create_directories(where);
    return write_file(where / "content", content);
}

TEST(Stamp, HoldsForWhatItWasMadeOfAlone) {
    const test::Folder folder;
    const auto thing = folder / "thing";
    EXPECT_FALSE(is_made(thing, "digest"));
    ASSERT_TRUE(make_anew(thing, "digest", [](const fs::path& half) { return write_file(half, "1"); }));
    EXPECT_TRUE(is_made(thing, "digest"));
    EXPECT_FALSE(is_made(thing, "other"));
    fs::remove(thing);
    EXPECT_FALSE(is_made(thing, "digest"));
}

TEST(Stamp, IsTakenAwayBeforeTheThingIsMadeAnew) {
    const test::Folder folder;
    const auto thing = folder / "thing";
    ASSERT_TRUE(make_anew(thing, "old", [](const fs::path& half) { return make_folder(half, "old"); }));
    // As if killed in the middle: what was there before may not pass for whole.
    const auto failed = make_anew(thing, "new", [&](const fs::path& half) -> wifi::Result<void> {
        EXPECT_FALSE(is_made(thing, "old"));
        EXPECT_TRUE(make_folder(half, "new"));
        return std::unexpected(wifi::Error{.what = "killed"});
    });
    EXPECT_FALSE(failed);
    EXPECT_FALSE(is_made(thing, "old"));
    EXPECT_FALSE(is_made(thing, "new"));
}

TEST(Stamp, FindsAnEarlierHalfAndReplacesAFolder) {
    const test::Folder folder;
    const auto thing = folder / "thing";
    ASSERT_TRUE(make_anew(thing, "old", [](const fs::path& half) { return make_folder(half, "old"); }));
    fs::create_directories(folder / "thing.half");
    ASSERT_TRUE(write_file(folder / "thing.half/rest", "of a killed attempt"));
    ASSERT_TRUE(make_anew(thing, "new", [](const fs::path& half) {
        EXPECT_FALSE(fs::exists(half));
        return make_folder(half, "new");
    }));
    EXPECT_TRUE(is_made(thing, "new"));
    EXPECT_EQ(read_file(thing / "content").value(), "new");
    EXPECT_FALSE(fs::exists(thing / "rest"));
    EXPECT_FALSE(fs::exists(folder / "thing.half"));
}

TEST(Digest, DiffersWhereTheSameBytesAreCutElsewhere) {
    EXPECT_EQ(Digest().add("a").add("bc").text(), Digest().add("a").add("bc").text());
    EXPECT_NE(Digest().add("ab").add("c").text(), Digest().add("a").add("bc").text());
    EXPECT_NE(Digest().add("a").text(), Digest().add("a").add("").text());
}

}  // namespace
}  // namespace wlanmedic::lab
