// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/rfkill.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "capture/rfkill_source.h"
#include "notebook.h"
#include "recording.h"

namespace wlanmedic::capture {
namespace {

using testing::ElementsAre;

std::vector<std::uint8_t> bytes_of(std::uint32_t index, std::uint8_t type, std::uint8_t operation, bool soft,
                                   bool hard, std::size_t size = 8) {
    const rfkill_event event{
        .idx = index, .type = type, .op = operation, .soft = std::uint8_t{soft}, .hard = std::uint8_t{hard}};
    std::vector<std::uint8_t> bytes(std::max(size, sizeof event), 0xff);
    std::memcpy(bytes.data(), &event, sizeof event);
    bytes.resize(size);
    return bytes;
}

TEST(RfkillEvent, EventsOfOldAndOfComingKernelsRead) {
    for (const std::size_t size : {8U, 9U, 64U}) {
        const auto event = rfkill_event_in(bytes_of(3, RFKILL_TYPE_WLAN, RFKILL_OP_CHANGE, true, false, size));
        ASSERT_TRUE(event) << size;
        EXPECT_EQ(event->index, 3U);
        EXPECT_TRUE(event->soft);
        EXPECT_FALSE(event->hard);
    }
    EXPECT_FALSE(rfkill_event_in(bytes_of(3, RFKILL_TYPE_WLAN, RFKILL_OP_CHANGE, true, false, 7)));
}

TEST(Radios, OnlyAChangeOfAWirelessRadioIsOne) {
    Radios radios;
    const RfkillEvent add{.index = 1, .type = RFKILL_TYPE_WLAN, .operation = RFKILL_OP_ADD};
    ASSERT_TRUE(radios.take(add));
    EXPECT_FALSE(radios.take(add));
    RfkillEvent change = add;
    change.operation = RFKILL_OP_CHANGE;
    EXPECT_FALSE(radios.take(change));
    change.hard = true;
    ASSERT_TRUE(radios.take(change));
    change.type = RFKILL_TYPE_BLUETOOTH;
    change.hard = false;
    EXPECT_FALSE(radios.take(change));
}

TEST(Radios, ARemovedRadioIsGoneAndNewWhenItComesBack) {
    Radios radios;
    const RfkillEvent add{.index = 1, .type = RFKILL_TYPE_WLAN, .operation = RFKILL_OP_ADD};
    RfkillEvent gone = add;
    gone.operation = RFKILL_OP_DEL;
    EXPECT_FALSE(radios.take(gone));
    radios.take(add);
    const auto removed = radios.take(gone);
    ASSERT_TRUE(removed);
    EXPECT_TRUE(removed->removed);
    EXPECT_TRUE(radios.all().empty());
    EXPECT_TRUE(radios.take(add));
}

TEST(RfkillRecord, SaysWhoBlocks) {
    const auto both = rfkill_record(0, {.soft = true, .hard = true}, "phy0");
    EXPECT_EQ(*both.find("WLANMEDIC_RFKILL"), "blocked");
    EXPECT_EQ(*both.find("WLANMEDIC_BY"), "software hardware");
    EXPECT_EQ(*both.find("WLANMEDIC_PHY"), "phy0");
    EXPECT_EQ(both.message, "the radio phy0 is blocked by software and hardware");
    const auto open = rfkill_record(7, {}, "");
    EXPECT_EQ(*open.find("WLANMEDIC_RFKILL"), "unblocked");
    EXPECT_EQ(*open.find("WLANMEDIC_BY"), "");
    EXPECT_EQ(open.find("WLANMEDIC_PHY"), nullptr);
}

TEST(RfkillSource, TellsTheStateOnceAndThenWhatChanges) {
    const test::Folder folder;
    const std::string path = folder / "rfkill";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    // Both ends, so that it neither blocks nor ends.
    const int device = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(device, 0);
    const auto send = [&](const std::vector<std::uint8_t>& event) {
        EXPECT_EQ(::write(device, event.data(), event.size()), static_cast<ssize_t>(event.size()));
    };
    // As the kernel's, one event for a read: of this size.
    constexpr std::size_t size = 64;
    send(bytes_of(0, RFKILL_TYPE_WLAN, RFKILL_OP_ADD, true, false, size));
    auto loop = Loop::create();
    test::Notebook tape;
    RfkillSource source(path);
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    EXPECT_TRUE(tape.notes.empty());
    source.tell_state();
    EXPECT_THAT(tape.fields("WLANMEDIC_RFKILL"), ElementsAre("blocked"));
    send(bytes_of(0, RFKILL_TYPE_WLAN, RFKILL_OP_CHANGE, false, false, size));
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 2; }));
    send(bytes_of(0, RFKILL_TYPE_WLAN, RFKILL_OP_CHANGE, false, false, size));
    send(bytes_of(0, RFKILL_TYPE_WLAN, RFKILL_OP_DEL, false, false, size));
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 3; }));
    EXPECT_THAT(tape.fields("WLANMEDIC_RFKILL"), ElementsAre("blocked", "unblocked", "removed"));
    ::close(device);
}

TEST(RfkillSource, WithoutADeviceSaysWhatIsNotRecorded) {
    auto loop = Loop::create();
    test::Notebook tape;
    RfkillSource source("/nonexistent/rfkill");
    const auto started = source.start({.loop = &*loop, .tape = &tape});
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().what, testing::HasSubstr("/nonexistent/rfkill"));
    EXPECT_THAT(started.error().hint, testing::HasSubstr("not recorded"));
}

}  // namespace
}  // namespace wlanmedic::capture
