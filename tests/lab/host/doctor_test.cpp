// SPDX-License-Identifier: MIT
// What doctor finds on hosts that are made up.
#include "lab/host/doctor.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "lab/host/prepared.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Doctor : public testing::Test {
protected:
    Doctor() {
        for (const char* tool : {"qemu-system-x86_64", "apt-get", "apt-cache", "dpkg-deb", "make", "gcc", "strip"})
            install(tool);
        host_ = {.path = "/nowhere:" + folder_.path().string(),
                 .architecture = "x86_64",
                 .cache = "/cache",
                 .free_bytes = 50'000'000'000,
                 .prepared = {},
                 .guest_program = true};
    }
    void install(const char* tool) {
        EXPECT_TRUE(write_file(folder_ / tool, "#!/bin/sh\n"));
        fs::permissions(folder_ / tool, fs::perms::owner_all);
    }
    std::vector<std::string> missing() const {
        std::vector<std::string> parts;
        for (const Finding& finding : examine(host_)) {
            EXPECT_EQ(finding.missing, !finding.remedy.empty()) << finding.part;
            EXPECT_FALSE(finding.what.empty()) << finding.part;
            if (finding.missing) parts.push_back(finding.part);
        }
        return parts;
    }
    test::Folder folder_;
    Host host_;
};

TEST_F(Doctor, FindsNothingMissingWhereAllIsThere) { EXPECT_THAT(missing(), IsEmpty()); }

TEST_F(Doctor, NamesTheProgramThatIsMissingAndItsPackage) {
    fs::remove(folder_ / "qemu-system-x86_64");
    fs::permissions(folder_ / "make", fs::perms::owner_read);
    EXPECT_THAT(missing(), ElementsAre("qemu-system-x86_64", "make"));
    const auto findings = examine(host_);
    const auto qemu = std::ranges::find(findings, "qemu-system-x86_64", &Finding::part);
    ASSERT_NE(qemu, findings.end());
    EXPECT_EQ(qemu->remedy, "apt install qemu-system-x86");
}

TEST_F(Doctor, WantsAnX86Host) {
    host_.architecture = "aarch64";
    EXPECT_THAT(missing(), ElementsAre("architecture"));
}

TEST_F(Doctor, WantsRoomForPackagesOnlyWhereTheyAreNotThereYet) {
    host_.free_bytes = 1'000'000'000;
    EXPECT_THAT(missing(), IsEmpty());
    host_.prepared = "nothing is prepared here";
    EXPECT_THAT(missing(), ElementsAre("disk", "cache"));
    host_.prepared.clear();
    host_.free_bytes = 10'000'000;
    EXPECT_THAT(missing(), ElementsAre("disk"));
}

TEST_F(Doctor, SaysHowTheCacheIsPrepared) {
    host_.prepared = "nothing is prepared here";
    EXPECT_THAT(missing(), ElementsAre("cache"));
    EXPECT_EQ(examine(host_).back().remedy, "wlanmedic lab prepare --cache /cache");
}

TEST_F(Doctor, MissesTheGuestProgram) {
    host_.guest_program = false;
    EXPECT_THAT(missing(), ElementsAre("guest program"));
}

TEST(Prepared, IsFoundAsItWasWrittenAndMissedWithAHint) {
    const test::Folder cache;
    auto found = find_prepared(cache.path());
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().hint, HasSubstr("wlanmedic lab prepare --cache " + cache.path().string()));

    const Prepared prepared{.kernel_release = "6.1.0-56-amd64",
                            .kernel = cache / "root/vmlinuz",
                            .initramfs = cache / "guest-1.cpio.gz",
                            .with_manager = cache / "with-manager.cpio.gz",
                            .recorder = cache / "recorder-1.cpio"};
    ASSERT_TRUE(write_prepared(cache.path(), prepared));
    ASSERT_FALSE(find_prepared(cache.path()));
    fs::create_directories(cache / "root");
    for (const fs::path& file : {prepared.kernel, prepared.initramfs, prepared.with_manager, prepared.recorder})
        ASSERT_TRUE(write_file(file, "x"));
    found = find_prepared(cache.path());
    // The tests of a build that has a guest program look for that one.
    if (guest_program().empty()) {
        ASSERT_TRUE(found) << found.error().to_string();
        EXPECT_EQ(found->kernel_release, "6.1.0-56-amd64");
        EXPECT_EQ(found->kernel, prepared.kernel);
        EXPECT_EQ(found->initramfs, prepared.initramfs);
    }
    ASSERT_TRUE(write_file(cache / "prepared.json", "{}"));
    EXPECT_FALSE(find_prepared(cache.path()));
}

}  // namespace
}  // namespace wlanmedic::lab
