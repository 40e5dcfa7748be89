// SPDX-License-Identifier: MIT
// What apt says, and which packages are remembered from it.
#include "lab/host/apt.h"

#include <gmock/gmock.h>

#include "lab/host/selection.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Apt, TellsPackagesByTheirUris) {
    const auto packages = packages_of_uris(
        "Reading package lists...\n"
        "'http://deb.debian.org/debian/pool/main/w/wpa/hostapd_2.10-12_amd64.deb' hostapd_2%3a2.10-12_amd64.deb "
        "866920 "
        "MD5Sum:0f\n"
        "'http://deb.debian.org/debian/pool/main/x' ../../etc/cron.d/x_1_all.deb 5 MD5Sum:0f\n"
        "'http://deb.debian.org/debian/pool/main/x' no-version.deb 5 MD5Sum:0f\n"
        "'cut\n");
    ASSERT_EQ(packages.size(), 1U);
    EXPECT_EQ(packages[0].name, "hostapd");
    EXPECT_EQ(packages[0].version, "2:2.10-12");
    EXPECT_EQ(packages[0].file, "hostapd_2%3a2.10-12_amd64.deb");
    EXPECT_EQ(packages[0].bytes, 866920U);
}

TEST(Apt, TakesTheFirstOfAlternatives) {
    EXPECT_THAT(
        names_of_depends("kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120+deb8u2) | dracut, gcc:any"),
        ElementsAre("kmod", "linux-base", "initramfs-tools", "gcc"));
    EXPECT_THAT(names_of_depends(""), IsEmpty());
}

TEST(Apt, ReadsAFieldOfAParagraph) {
    const std::string paragraph = "Package: iw\nPre-Depends: x\nDepends: libc6 (>= 2.34)\nDescription: tool\n";
    EXPECT_EQ(field_of(paragraph, "Depends"), "libc6 (>= 2.34)");
    EXPECT_EQ(field_of(paragraph, "Suggests"), "");
}

TEST(Selection, IsReadAsItWasWritten) {
    const test::Folder folder;
    const Selection selection{
        .kernel_package = "linux-image-amd64",
        .kernel_release = "6.1.0-56-amd64",
        .packages = {{.name = "iw", .version = "5.19-1", .file = "iw_5.19-1_amd64.deb", .bytes = 7}}};
    ASSERT_TRUE(write_file(folder / "selection.json", to_json(selection)));
    const auto read = read_selection(folder / "selection.json");
    ASSERT_TRUE(read);
    EXPECT_EQ(to_json(*read), to_json(selection));
    EXPECT_EQ(read->packages.at(0).bytes, 7U);
}

TEST(Selection, OfOtherProgramsOrDamagedCountsAsNone) {
    const test::Folder folder;
    EXPECT_FALSE(read_selection(folder / "none"));
    for (const char* text : {"", "{", "[]", "{\"programs\": [\"iw\"], \"packages\": []}"}) {
        ASSERT_TRUE(write_file(folder / "selection.json", text));
        EXPECT_FALSE(read_selection(folder / "selection.json")) << text;
    }
}

}  // namespace
}  // namespace wlanmedic::lab
