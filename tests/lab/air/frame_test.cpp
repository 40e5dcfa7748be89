// SPDX-License-Identifier: MIT
#include "lab/air/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "tests/lab/frames.h"

namespace wlanmedic::lab {
namespace {

constexpr std::string_view ap = "02 00 00 00 00 00";
constexpr std::string_view station = "02 00 00 00 02 00";
constexpr std::string_view other = "02 00 00 00 07 00";

std::optional<FrameClass> class_of(const Bytes& bytes) {
    const auto frame = view_frame(bytes);
    return frame ? std::optional(frame->frame_class) : std::nullopt;
}

// 9.2.4.1.3, table 9-1. The first octet of frame control is subtype, type, version.
TEST(Frame, ManagementSubtypesHaveTheirClasses) {
    constexpr std::array<FrameClass, 16> by_subtype = {FrameClass::association_request,
                                                       FrameClass::association_response,
                                                       FrameClass::association_request,
                                                       FrameClass::association_response,
                                                       FrameClass::probe_request,
                                                       FrameClass::probe_response,
                                                       FrameClass::other_management,
                                                       FrameClass::other_management,
                                                       FrameClass::beacon,
                                                       FrameClass::other_management,
                                                       FrameClass::disassociation,
                                                       FrameClass::authentication,
                                                       FrameClass::deauthentication,
                                                       FrameClass::action,
                                                       FrameClass::action,
                                                       FrameClass::other_management};
    for (std::size_t subtype = 0; subtype < by_subtype.size(); ++subtype) {
        Bytes bytes = frame("00 00", station, ap, ap);
        bytes[0] = static_cast<std::uint8_t>(subtype << 4U);
        EXPECT_EQ(class_of(bytes), by_subtype.at(subtype)) << subtype;
    }
}

TEST(Frame, OfControlOnlyAcknowledgementsHaveAClassOfTheirOwn) {
    for (unsigned subtype = 0; subtype < 16; ++subtype) {
        Bytes bytes = frame("04 00", station, ap, ap);
        bytes[0] = static_cast<std::uint8_t>(subtype << 4U | 4U);
        EXPECT_EQ(class_of(bytes), subtype == 13 ? FrameClass::acknowledgement : FrameClass::control) << subtype;
    }
}

TEST(Frame, DataSubtypesWithBit2HaveNoBody) {
    for (unsigned subtype = 0; subtype < 16; ++subtype) {
        Bytes bytes = frame("08 01", ap, station, ap, std::string("00 00 ").append(llc_ipv4));
        bytes[0] = static_cast<std::uint8_t>(subtype << 4U | 8U);
        EXPECT_EQ(class_of(bytes), (subtype & 4U) != 0 ? FrameClass::null : FrameClass::data) << subtype;
    }
}

TEST(Frame, EapolIsFoundBehindEveryHeader) {
    const std::string eapol{llc_eapol};
    EXPECT_EQ(class_of(frame("08 02", station, ap, ap, eapol)), FrameClass::eapol);
    EXPECT_EQ(class_of(frame("88 02", station, ap, ap, "07 00 " + eapol)), FrameClass::eapol) << "QoS";
    EXPECT_EQ(class_of(frame("88 82", station, ap, ap, "07 00 00 00 00 00 " + eapol)), FrameClass::eapol)
        << "QoS and HT control";
    EXPECT_EQ(class_of(frame("08 03", station, ap, other, "02 00 00 00 08 00 " + eapol)), FrameClass::eapol)
        << "four addresses";
    EXPECT_EQ(class_of(frame("88 83", station, ap, other, "02 00 00 00 08 00 07 00 00 00 00 00 " + eapol)),
              FrameClass::eapol)
        << "all of them";
    EXPECT_EQ(class_of(frame("08 82", station, ap, ap, eapol)), FrameClass::eapol)
        << "the order bit of plain data is no HT control";
}

TEST(Frame, EapolIsNotFoundWhereItIsNot) {
    const std::string eapol{llc_eapol};
    EXPECT_EQ(class_of(frame("08 02", station, ap, ap, llc_ipv4)), FrameClass::data);
    EXPECT_EQ(class_of(frame("08 42", station, ap, ap, eapol)), FrameClass::data) << "encrypted";
    EXPECT_EQ(class_of(frame("48 02", station, ap, ap, eapol)), FrameClass::null) << "no body";
    EXPECT_EQ(class_of(frame("08 02", station, ap, ap, "aa aa 03 00 00 00 88")), FrameClass::data) << "cut off";
    EXPECT_EQ(class_of(frame("08 02", station, ap, ap, "aa aa 03 00 00 f8 88 8e")), FrameClass::data)
        << "bridge tunnel";
    EXPECT_EQ(class_of(frame("88 02", station, ap, ap, "80 00 " + eapol)), FrameClass::data)
        << "an A-MSDU begins with an address";
    EXPECT_EQ(class_of(frame("d0 00", station, ap, ap, eapol)), FrameClass::action);
}

TEST(Frame, AHeaderThatIsCutOffAfterTheAddressesIsData) {
    EXPECT_EQ(class_of(frame("88 02", station, ap, ap)), FrameClass::data);
    EXPECT_EQ(class_of(frame("88 83", station, ap, ap, "02 00")), FrameClass::data);
}

TEST(Frame, TheBssidIsWhereTheDsBitsSay) {
    const auto bssid = [](std::string_view control) {
        return view_frame(frame(control, "02 00 00 00 00 01", "02 00 00 00 00 02", "02 00 00 00 00 03"))->bssid;
    };
    EXPECT_EQ(bssid("08 00"), address("02:00:00:00:00:03"));
    EXPECT_EQ(bssid("08 01"), address("02:00:00:00:00:01"));
    EXPECT_EQ(bssid("08 02"), address("02:00:00:00:00:02"));
    EXPECT_TRUE(bssid("08 03").is_zero());
    EXPECT_EQ(bssid("80 00"), address("02:00:00:00:00:03"));
}

TEST(Frame, FlagsAreReadFromTheSecondOctet) {
    const auto none = view_frame(frame("48 00", ap, station, ap));
    EXPECT_FALSE(none->to_ds || none->from_ds || none->retry || none->power_management || none->is_protected);
    EXPECT_TRUE(view_frame(frame("48 01", ap, station, ap))->to_ds);
    EXPECT_FALSE(view_frame(frame("48 01", ap, station, ap))->from_ds);
    EXPECT_TRUE(view_frame(frame("48 02", station, ap, ap))->from_ds);
    EXPECT_TRUE(view_frame(frame("48 08", ap, station, ap))->retry);
    EXPECT_TRUE(view_frame(frame("48 10", ap, station, ap))->power_management);
    EXPECT_TRUE(view_frame(frame("08 40", ap, station, ap))->is_protected);
}

TEST(Frame, GroupIsTheLowestBitOfTheFirstAddress) {
    EXPECT_TRUE(view_frame(frame("80 00", broadcast, ap, ap))->group);
    EXPECT_TRUE(view_frame(frame("08 02", "33 33 00 00 00 01", ap, ap))->group);
    EXPECT_FALSE(view_frame(frame("80 00", "02 ff ff ff ff ff", ap, ap))->group);
}

TEST(Frame, ControlFramesNameTheirSenderWhereTheyHaveOne) {
    EXPECT_EQ(view_frame(bytes("b4 00 00 00 02 00 00 00 00 00 02 00 00 00 02 00"))->from,
              address("02:00:00:00:02:00"))
        << "RTS";
    EXPECT_TRUE(view_frame(bytes("d4 00 00 00 02 00 00 00 00 00 11 22 33 44 55 66"))->from.is_zero())
        << "what follows an acknowledgement is no address";
    EXPECT_TRUE(view_frame(bytes("c4 00 00 00 02 00 00 00 00 00 11 22 33 44 55 66"))->from.is_zero()) << "CTS";
    EXPECT_TRUE(view_frame(bytes("b4 00 00 00 02 00 00 00 00 00 02"))->from.is_zero()) << "an RTS that is cut off";
}

TEST(Frame, TooFewBytesAnotherVersionAndTheExtensionTypeAreNothing) {
    const Bytes beacon = frame("80 00", broadcast, ap, ap);
    ASSERT_EQ(beacon.size(), 24U);
    for (std::size_t size = 0; size < 24; ++size) EXPECT_FALSE(view_frame(std::span(beacon).first(size))) << size;
    EXPECT_TRUE(view_frame(beacon));
    const Bytes acknowledgement = bytes("d4 00 00 00 02 00 00 00 00 00");
    EXPECT_TRUE(view_frame(acknowledgement));
    EXPECT_FALSE(view_frame(std::span(acknowledgement).first(9)));
    for (const std::string_view control : {"81 00", "82 00", "83 00", "0c 00", "1c 00"})
        EXPECT_FALSE(view_frame(frame(control, broadcast, ap, ap))) << control;
}

TEST(FrameClass, EveryNameReadsBack) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < frame_classes; ++i) {
        const auto frame_class = static_cast<FrameClass>(i);
        EXPECT_EQ(frame_class_from_text(to_text(frame_class)), frame_class) << to_text(frame_class);
        EXPECT_EQ(to_text(frame_class).find('_'), std::string_view::npos);
        names.insert(to_text(frame_class));
    }
    EXPECT_EQ(names.size(), frame_classes);
    EXPECT_EQ(to_text(FrameClass::association_response), "association-response");
    EXPECT_EQ(to_text(FrameClass::data), "data");
    for (const std::string_view text : {"", "all", "Beacon", "beacon ", "probe_request"})
        EXPECT_FALSE(frame_class_from_text(text)) << text;
}

TEST(FrameSet, GroupsHoldTheirClasses) {
    const auto holds = [](std::string_view group, FrameClass frame_class) {
        return frame_set_from_text(group)->test(static_cast<std::size_t>(frame_class));
    };
    EXPECT_TRUE(frame_set_from_text("all")->all());
    EXPECT_EQ(frame_set_from_text("management")->count(), 10U);
    EXPECT_TRUE(holds("management", FrameClass::beacon));
    EXPECT_TRUE(holds("management", FrameClass::other_management));
    EXPECT_FALSE(holds("management", FrameClass::acknowledgement));
    EXPECT_EQ(frame_set_from_text("data")->count(), 3U);
    EXPECT_TRUE(holds("data", FrameClass::null) && holds("data", FrameClass::eapol));
    EXPECT_TRUE(holds("data", FrameClass::data));
    EXPECT_EQ(frame_set_from_text("payload")->count(), 1U);
    EXPECT_TRUE(holds("payload", FrameClass::data));
    EXPECT_EQ(frame_set_from_text("eapol")->count(), 1U);
    EXPECT_FALSE(frame_set_from_text("from-the-access-point"));
    EXPECT_FALSE(frame_set_from_text(""));
}

TEST(FrameSet, ItsNamesReadBackAsTheSameSet) {
    for (unsigned bits = 0; bits < 1U << frame_classes; ++bits) {
        const FrameSet set{bits};
        FrameSet back;
        for (const std::string_view name : names_of(set)) back |= frame_set_from_text(name).value();
        ASSERT_EQ(back, set) << set;
    }
    EXPECT_THAT(names_of(FrameSet{}.set()), testing::ElementsAre("all"));
}

}  // namespace
}  // namespace wlanmedic::lab
