// SPDX-License-Identifier: MIT
// Datagrams come whole whatever their size, and the kernel's answers without waiting for it.
#include "capture/netlink_socket.h"

#include <gtest/gtest.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <numeric>

#include "built_message.h"
#include "capture/link_follower.h"
#include "capture/netlink_asker.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

class Pair : public testing::Test {
protected:
    Pair() {
        std::array<int, 2> both{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, both.data()), 0);
        ours_ = posix::Descriptor(both[0]);
        theirs_ = posix::Descriptor(both[1]);
        const int large = 1 << 20;
        ::setsockopt(theirs_.get(), SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
    }
    void send(const std::vector<std::uint8_t>& bytes) {
        ASSERT_EQ(::send(theirs_.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    }
    posix::Descriptor ours_;
    posix::Descriptor theirs_;
    std::vector<std::uint8_t> got_;
};

TEST_F(Pair, DatagramsStayApartAndWhole) {
    std::vector<std::uint8_t> large(100'000);
    std::iota(large.begin(), large.end(), std::uint8_t{0});
    send({1, 2, 3});
    send(large);
    send({4});
    EXPECT_EQ(receive(ours_.get(), got_), Received::message);
    EXPECT_EQ(got_, (std::vector<std::uint8_t>{1, 2, 3}));
    EXPECT_EQ(receive(ours_.get(), got_), Received::message);
    EXPECT_EQ(got_, large);
    EXPECT_EQ(receive(ours_.get(), got_), Received::message);
    EXPECT_EQ(got_, std::vector<std::uint8_t>{4});
    EXPECT_EQ(receive(ours_.get(), got_), Received::nothing);
}

TEST_F(Pair, AnEndIsNoMessage) {
    theirs_ = {};
    EXPECT_EQ(receive(ours_.get(), got_), Received::broken);
}

TEST(NetlinkSocket, ADescriptorThatIsNoneIsBroken) {
    std::vector<std::uint8_t> got;
    EXPECT_EQ(receive(-1, got), Received::broken);
}

// Multicast to a buffer that is full: the kernel tells ENOBUFS once, and what stands in the buffer is still there.
TEST(NetlinkSocket, AnOverrunIsToldAndTheRestIsThere) {
    auto socket = NetlinkSocket::open(NETLINK_ROUTE);
    ASSERT_TRUE(socket);
    const int small = 1;  // the kernel's least
    ASSERT_EQ(::setsockopt(socket->descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    std::vector<std::uint8_t> request = test::Built::link(RTM_GETLINK, 1, 0).bytes();
    nlmsghdr header;
    std::memcpy(&header, request.data(), sizeof header);
    header.nlmsg_flags = NLM_F_REQUEST;
    std::memcpy(request.data(), &header, sizeof header);
    for (int asked = 0; asked < 20; ++asked) static_cast<void>(socket->send(request));
    std::vector<std::uint8_t> got;
    int messages = 0;
    int overruns = 0;
    for (auto received = socket->receive(got); received != Received::nothing; received = socket->receive(got)) {
        ASSERT_NE(received, Received::broken);
        ++(received == Received::message ? messages : overruns);
        ASSERT_LT(messages + overruns, 100);
    }
    EXPECT_GE(messages, 1);
    EXPECT_GE(overruns, 1);
}

class Asking : public testing::Test {
protected:
    static std::vector<std::uint8_t> all_links() {
        std::vector<std::uint8_t> request = test::Built::link(RTM_GETLINK, 0, 0).bytes();
        nlmsghdr header;
        std::memcpy(&header, request.data(), sizeof header);
        header.nlmsg_flags = NLM_F_DUMP;
        std::memcpy(request.data(), &header, sizeof header);
        return request;
    }
    Loop loop_ = Loop::create().value();
    NetlinkAsker asker_{loop_, NETLINK_ROUTE, "test", [] {}};
};

TEST_F(Asking, TheWholeAnswerComesThroughTheLoopWithASequenceNumber) {
    std::set<std::uint32_t> there;
    asker_.ask(all_links(), [&](const NetlinkAnswer& answer) {
        EXPECT_EQ(answer.error, 0);
        for (const auto& frame : answer.frames) {
            netlink::Messages messages(frame);
            while (const auto message = messages.next()) {
                EXPECT_NE(message->sequence, 0U);
                if (const auto link = LinkMessage::of(*message)) there.insert(link->index);
            }
        }
        loop_.stop(0);
    });
    EXPECT_TRUE(there.empty()) << "who asks does not wait";
    loop_.run();
    EXPECT_TRUE(there.contains(::if_nametoindex("lo")));
}

TEST_F(Asking, QuestionsAreAnsweredInTheirOrder) {
    std::string order;
    asker_.ask(all_links(), [&](const NetlinkAnswer&) { order += '1'; });
    asker_.ask(all_links(), [&](const NetlinkAnswer&) {
        order += '2';
        asker_.ask(all_links(), [&](const NetlinkAnswer&) {
            order += '4';
            loop_.stop(0);
        });
    });
    asker_.ask(all_links(), [&](const NetlinkAnswer&) { order += '3'; });
    loop_.run();
    EXPECT_EQ(order, "1234");
}

TEST_F(Asking, ARefusalIsAnAnswer) {
    std::optional<NetlinkAnswer> got;
    asker_.ask(test::Built::link(RTM_GETLINK, 0x7FFFFFF0, 0).bytes(), [&](NetlinkAnswer answer) {
        got = std::move(answer);
        loop_.stop(0);
    });
    loop_.run();
    EXPECT_EQ(got->error, ENODEV);
    EXPECT_EQ(got->frames.size(), 1U);
}

TEST_F(Asking, NoMessageIsNoQuestion) {
    std::optional<NetlinkAnswer> got;
    asker_.ask({1, 2, 3}, [&](NetlinkAnswer answer) {
        got = std::move(answer);
        loop_.stop(0);
    });
    loop_.run();
    EXPECT_EQ(got->error, EINVAL);
}

}  // namespace
}  // namespace wlanmedic::capture
