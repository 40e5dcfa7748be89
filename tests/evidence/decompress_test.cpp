// SPDX-License-Identifier: MIT
// The programs gzip, xz and zstd pack; what comes out must be what went in.
#include "evidence/decompress.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/temporary_file.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::HasSubstr;

std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("[{:12.6f}] wlan0: associated {}\n", static_cast<double>(i),
                            i * 2'654'435'761U % 1'000'003);
    return text;
}

class Packed : public testing::TestWithParam<std::string> {
protected:
    // Packs `text` by the program; its bytes.
    std::string pack(const std::string& text, const std::string& options = "") {
        const std::string from = folder_.file("plain", text);
        const std::string to = from + ".packed";
        const std::string command = fmt::format("{} {} -c {} > {}", GetParam(), options, from, to);
        EXPECT_EQ(::system(command.c_str()), 0) << GetParam() << " is missing (packaging/debian-packages.txt)";
        return contents(to);
    }

    TemporaryFolder folder_;
};

TEST_P(Packed, IsReadAsWhatWasPackedWhateverItsName) {
    const std::string text = lines(50'000);
    const Input input = opened(folder_.file("no-name-for-it.log", pack(text)));
    EXPECT_EQ(text_of(input), text);
    EXPECT_EQ(input.size(), text.size());
    EXPECT_EQ(input.remark(), "");
}

TEST_P(Packed, MembersAfterOneAnotherAreOneText) {
    const Input input = opened(folder_.file("two", pack(lines(10)) + pack("more\n") + pack("")));
    EXPECT_EQ(text_of(input), lines(10) + "more\n");
    EXPECT_EQ(input.remark(), "");
}

TEST_P(Packed, NothingPackedIsEmpty) {
    const Input input = opened(folder_.file("empty", pack("")));
    EXPECT_EQ(input.size(), 0);
    EXPECT_EQ(input.remark(), "");
}

TEST_P(Packed, ACutArchiveGivesWhatIsThereAndSaysSo) {
    const std::string text = lines(100'000);
    const std::string packed = pack(text);
    const Input input = opened(folder_.file("cut", packed.substr(0, packed.size() / 2)));
    EXPECT_GT(input.size(), text.size() / 4);
    EXPECT_LT(input.size(), text.size());
    EXPECT_EQ(text_of(input), text.substr(0, input.size()));
    EXPECT_THAT(input.remark(), HasSubstr("break off"));
}

TEST_P(Packed, ADamagedArchiveNeverGivesWhatWasNotPackedInSilence) {
    const std::string text = lines(100'000);
    std::string packed = pack(text);
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 16; ++i)
        packed[i] = static_cast<char>(~packed[i]);
    const Input input = opened(folder_.file("damaged", packed));
    EXPECT_NE(input.remark(), "");
}

TEST_P(Packed, OtherBytesAfterTheEndAreRemarkedOn) {
    const Input input = opened(folder_.file("garbage", pack("text\n") + "no archive at all"));
    EXPECT_EQ(text_of(input), "text\n");
    EXPECT_THAT(input.remark(), HasSubstr("other bytes follow"));
}

TEST_P(Packed, BytesThatOnlyBeginLikeItAreAnError) {
    const auto input = Input::open(folder_.file("liar", pack("").substr(0, 6) + std::string(100, '\xee')));
    if (input) {
        EXPECT_EQ(input->size(), 0);
        EXPECT_NE(input->remark(), "");
    } else {
        EXPECT_THAT(input.error().what, HasSubstr("damaged"));
    }
}

TEST_P(Packed, StopsAtItsLimitsAndSaysSo) {
    const std::string path = folder_.file("bomb", pack(std::string(8U << 20, 'x')));
    const int from = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const Packing packing = GetParam().starts_with("gzip") ? Packing::gzip
                            : GetParam().starts_with("xz") ? Packing::xz
                                                           : Packing::zstd;
    const int to = open_temporary_file().value();
    const auto small = unpack(from, to, packing, {.most = 1U << 20});
    ASSERT_TRUE(small);
    EXPECT_LE(small->size, 1U << 20);
    EXPECT_THAT(small->remark, HasSubstr("more than 1048576 bytes"));
    const auto no_room = unpack(from, to, packing, {.least_free = 1ULL << 62});
    ASSERT_FALSE(no_room);
    EXPECT_THAT(no_room.error().what, HasSubstr("no room"));
    EXPECT_THAT(no_room.error().hint, HasSubstr("TMPDIR"));
    ::close(from);
    ::close(to);
}

TEST_P(Packed, InAFolderMeansTheSameAsUnpacked) {
    const std::string packed = pack(lines(100));
    folder_.file("walk/log.1.packed", packed);
    folder_.file("walk/log.2.packed", packed.substr(0, packed.size() - 9));
    std::vector<SkippedFile> skipped;
    Collection collection = collect({(folder_.path() / "walk").string()});
    ASSERT_EQ(collection.folders.size(), 1);
    Folder folder(collection.folders[0], drivers(), {}, skipped);
    std::size_t events = 0;
    while (folder.next()) ++events;
    ASSERT_GE(folder.files().size(), 1);
    EXPECT_EQ(folder.files()[0].tally.lines, 100);
    EXPECT_EQ(folder.files()[0].format, "dmesg");
}

INSTANTIATE_TEST_SUITE_P(Programs, Packed, testing::Values("gzip -n", "xz -1", "zstd -q"),
                         [](const auto& of) { return of.param.substr(0, of.param.find(' ')); });

TEST(PackedByXz, ThatWantsTooMuchMemoryIsRefusedWithWhatToDo) {
    const TemporaryFolder folder;
    const std::string path = folder.file("plain", lines(100));
    ASSERT_EQ(::system(fmt::format("xz -k --lzma2=preset=9,dict=512MiB {}", path).c_str()), 0);
    const auto input = Input::open(path + ".xz");
    ASSERT_FALSE(input);
    EXPECT_THAT(input.error().what, HasSubstr("128 MiB"));
    EXPECT_THAT(input.error().hint, HasSubstr("xz -d"));
}

TEST(PackedByZstd, ThatWantsTooMuchMemoryIsRefusedWithWhatToDo) {
    const TemporaryFolder folder;
    // From standard input the size is not known, and the whole window is asked for.
    const std::string path = folder.file("plain", lines(100));
    ASSERT_EQ(::system(fmt::format("zstd -q --ultra -22 --long=31 < {} > {}.zst", path, path).c_str()), 0);
    const auto input = Input::open(path + ".zst");
    ASSERT_FALSE(input);
    EXPECT_THAT(input.error().what, HasSubstr("128 MiB"));
    EXPECT_THAT(input.error().hint, HasSubstr("--long=31"));
}

TEST(PackedByGzip, KeepsTheTimeOfWhatWasPacked) {
    const TemporaryFolder folder;
    const std::string path = folder.file("plain", lines(100), utc("2021-03-04T05:06:07"));
    ASSERT_EQ(::system(fmt::format("gzip {0} && touch {0}.gz", path).c_str()), 0);
    EXPECT_EQ(opened(path + ".gz").modified(),
              utc("2021-03-04T05:06:07").time_since_epoch() / std::chrono::seconds{1});
}

}  // namespace
}  // namespace wlanmedic::evidence
