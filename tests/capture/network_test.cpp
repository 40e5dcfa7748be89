// SPDX-License-Identifier: MIT
// The probe and the load in a network of their own: what they say, and everything that they send.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <set>

#include "capture/counter_source.h"
#include "capture/gateway_probe.h"
#include "capture/gateway_tables.h"
#include "capture/load.h"
#include "capture/sink.h"
#include "driver/catalog.h"
#include "notebook.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

bool run(const std::string& command) { return std::system(("(" + command + ") >/dev/null 2>&1").c_str()) == 0; }

bool own_namespaces() {
    const auto user = ::getuid();
    const auto group = ::getgid();
    if (user == 0) return ::unshare(CLONE_NEWNET) == 0;
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    return true;
}

// In a process of its own; what the body complains of, nothing where all is well.
std::string in_own_network(const std::function<std::string()>& body) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        std::string complaint = "needs root, or user namespaces for all";
        if (own_namespaces()) complaint = run("ip link set lo up") ? body() : "needs ip of iproute2";
        (void)!::write(ends[1], complaint.data(), complaint.size());
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string complaint;
    std::array<char, 4096> bytes{};
    ssize_t size = 0;
    while ((size = ::read(ends[0], bytes.data(), bytes.size())) > 0)
        complaint.append(bytes.data(), static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) complaint += " (it died)";
    return complaint;
}

// Sees all that goes out of an interface.
class Outgoing {
public:
    explicit Outgoing(const char* interface)
        : socket_(::socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL))) {
        sockaddr_ll here{};
        here.sll_family = AF_PACKET;
        here.sll_protocol = htons(ETH_P_ALL);
        here.sll_ifindex = static_cast<int>(::if_nametoindex(interface));
        ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here);
    }
    /// "icmp 192.168.4.1", "arp 192.168.4.1", "tcp 127.0.0.1:5330": where to; each once.
    std::set<std::string> targets() {
        std::set<std::string> all;
        std::array<std::uint8_t, 70000> bytes{};
        sockaddr_ll from{};
        socklen_t size = sizeof from;
        ssize_t got = 0;
        while ((got = ::recvfrom(socket_.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from),
                                 &size)) > 0) {
            if (from.sll_pkttype != PACKET_OUTGOING) continue;
            const auto address = [&](std::size_t at) {
                Ipv4 found;
                std::memcpy(&found.value, &bytes[at], 4);
                return found.to_string();
            };
            if (from.sll_protocol == htons(ETH_P_ARP))
                all.insert("arp " + address(24));
            else if (from.sll_protocol == htons(ETH_P_IP) && bytes[9] == IPPROTO_ICMP)
                all.insert("icmp " + address(16));
            else if (from.sll_protocol == htons(ETH_P_IP) && bytes[9] == IPPROTO_TCP)
                all.insert("tcp " + address(16) + ":" + std::to_string(bytes[22] << 8 | bytes[23]) + " from " +
                           std::to_string(bytes[20] << 8 | bytes[21]));
            else
                all.insert("protocol " + std::to_string(ntohs(from.sll_protocol)));
        }
        return all;
    }

private:
    posix::Descriptor socket_;
};

// The other end of a cable, in a network of its own: 192.168.4.1.
class Gateway {
public:
    Gateway() {
        std::array<int, 2> ends{};
        (void)!::pipe(ends.data());
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            const char done = ::unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
            (void)!::write(ends[1], &done, 1);
            while (true) ::pause();
        }
        char done = 'n';
        (void)!::read(ends[0], &done, 1);
        ::close(ends[0]);
        ::close(ends[1]);
        // Addresses that are known, and nothing of IPv6, which speaks by itself.
        is_up =
            done == 'y' &&
            run("ip link add wlan0 address 02:00:00:00:00:01 type veth peer name up0 address 02:00:00:00:00:02") &&
            run("ip link set up0 netns " + std::to_string(process_)) &&
            (!std::ifstream("/proc/sys/net/ipv6/conf/wlan0/disable_ipv6") ||
             run("echo 1 > /proc/sys/net/ipv6/conf/wlan0/disable_ipv6")) &&
            run("ip addr add 192.168.4.7/24 dev wlan0") && run("ip link set wlan0 up") &&
            within("ip link set lo up") && within("ip addr add 192.168.4.1/24 dev up0") &&
            within("ip link set up0 up") && run("ip route add default via 192.168.4.1");
    }
    ~Gateway() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    bool within(const std::string& command) const {
        return run("nsenter -t " + std::to_string(process_) + " -n " + command);
    }
    std::string network() const { return "/proc/" + std::to_string(process_) + "/ns/net"; }
    bool answers_icmp(bool yes) const {
        return within(std::string("sh -c 'echo ") + (yes ? "0" : "1") +
                      " > /proc/sys/net/ipv4/icmp_echo_ignore_all'");
    }
    bool answers_arp(bool yes) const { return within(std::string("ip link set up0 arp ") + (yes ? "on" : "off")); }

    bool is_up = false;

private:
    pid_t process_ = -1;
};

Device wlan0() { return {.index = ::if_nametoindex("wlan0"), .interface = "wlan0", .type = 2, .carrier = true}; }

TEST(GatewayProbeInANetwork, SilenceIsNotTakenForDeathAndNobodyElseIsAsked) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up) return "needs ip and nsenter";
                  Outgoing outgoing("wlan0");
                  auto loop = Loop::create();
                  test::Notebook tape;
                  Devices devices;
                  devices.set(wlan0());
                  GatewayProbe probe(devices, {.every = 20ms, .after_failure = 20ms, .answer_within = 300ms});
                  if (const auto started = probe.start({.loop = &*loop, .tape = &tape}); !started)
                      return started.error().to_string();
                  const auto comes = [&](const char* state) {
                      return test::run_until(*loop, [&] {
                          return !tape.notes.empty() && tape.fields("WLANMEDIC_STATE").back() == state;
                      });
                  };
                  if (!comes("up")) return "it is not up";
                  if (!gateway.answers_icmp(false)) return "it cannot be silenced";
                  if (!comes("unknown")) return "a gateway that drops ICMP and answers ARP is not unknown";
                  if (!gateway.answers_arp(false)) return "it cannot be silenced";
                  if (!comes("down")) return "a gateway that is dead is not down";
                  if (tape.notes.back().text.message.find("neither ICMP nor ARP") == std::string::npos)
                      return "why?";
                  if (!gateway.answers_arp(true) || !gateway.answers_icmp(true) || !comes("up"))
                      return "it is not up again";
                  if (tape.field(0, "WLANMEDIC_TARGET") != "192.168.4.1") return "another target";
                  devices.carrier(devices.all().begin()->first, false);
                  probe.drain();
                  if (!comes("unknown")) return "a link that is down keeps the question here";
                  for (const std::string& target : outgoing.targets())
                      if (target != "icmp 192.168.4.1" && target != "arp 192.168.4.1") return "sent to " + target;
                  return {};
              }),
              "");
}

// Answers ICMP for a gateway that ignores it, when it is told to.
class LateAnswers {
public:
    explicit LateAnswers(const Gateway& gateway) {
        const posix::Descriptor own(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
        const posix::Descriptor there(::open(gateway.network().c_str(), O_RDONLY | O_CLOEXEC));
        if (::setns(there.get(), CLONE_NEWNET) != 0) return;
        socket_ = posix::Descriptor(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP));
        ::setns(own.get(), CLONE_NEWNET);
    }
    /// How many questions have come.
    int asked() {
        std::array<std::uint8_t, 256> bytes{};
        ssize_t size = 0;
        while ((size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0)) > 28)
            if (bytes[20] == ICMP_ECHO) {
                last_.assign(bytes.begin() + 20, bytes.begin() + size);
                ++asked_;
            }
        return asked_;
    }
    /// The last of them.
    void answer() {
        last_.at(0) = ICMP_ECHOREPLY;
        last_.at(2) = last_.at(3) = 0;
        std::uint32_t sum = 0;
        for (std::size_t at = 0; at + 1 < last_.size(); at += 2) sum += last_[at] << 8U | last_[at + 1];
        sum = (sum >> 16U) + (sum & 0xffffU);
        sum = ~(sum + (sum >> 16U));
        last_[2] = static_cast<std::uint8_t>(sum >> 8U);
        last_[3] = static_cast<std::uint8_t>(sum);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(0xc0a80407);
        (void)!::sendto(socket_.get(), last_.data(), last_.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                        sizeof to);
    }

private:
    posix::Descriptor socket_;
    std::vector<std::uint8_t> last_;
    int asked_ = 0;
};

TEST(GatewayProbeInANetwork, AnAnswerThatComesWhileArpIsAskedIsOne) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up || !gateway.answers_icmp(false)) return "needs ip and nsenter";
                  LateAnswers late(gateway);
                  auto loop = Loop::create();
                  test::Notebook tape;
                  Devices devices;
                  devices.set(wlan0());
                  // Its address is known: the first question goes out, and ARP is asked when it stays silent.
                  if (!run("ip neigh replace 192.168.4.1 lladdr 02:00:00:00:00:02 dev wlan0 nud reachable") ||
                      !gateway.answers_arp(false) ||
                      !gateway.within("ip neigh replace 192.168.4.7 lladdr 02:00:00:00:00:01 dev up0"))
                      return "no neighbours can be set";
                  GatewayProbe probe(devices, {.every = 1h, .after_failure = 1h, .answer_within = 500ms});
                  if (!probe.start({.loop = &*loop, .tape = &tape})) return "no start";
                  if (!test::run_until(*loop, [&] { return late.asked() == 1; })) return "it is not asked";
                  test::run_until(*loop, [] { return false; }, 700ms);
                  if (!tape.notes.empty()) return "it is judged before ARP had its time";
                  late.answer();
                  if (!test::run_until(*loop, [&] { return !tape.notes.empty(); })) return "nothing is said";
                  return tape.field(0, "WLANMEDIC_STATE") == "up" ? "" : "it is not up";
              }),
              "");
}

TEST(GatewayProbeInANetwork, AnAnswerThatComesAfterItsRoundWasJudgedIsNoRoundOfItsOwn) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up || !gateway.answers_icmp(false)) return "needs ip and nsenter";
                  LateAnswers late(gateway);
                  auto loop = Loop::create();
                  test::Notebook tape;
                  Devices devices;
                  devices.set(wlan0());
                  GatewayProbe probe(devices, {.every = 1h, .after_failure = 1h, .answer_within = 50ms});
                  if (!probe.start({.loop = &*loop, .tape = &tape})) return "no start";
                  if (!test::run_until(*loop, [&] { return late.asked() == 1 && tape.notes.size() == 1; }))
                      return "it is not asked and judged";
                  if (tape.field(0, "WLANMEDIC_STATE") != "unknown") return "it is not unknown";
                  late.answer();
                  if (test::run_until(*loop, [&] { return tape.notes.size() > 1; }, 300ms))
                      return "told again: " + tape.notes.back().text.message;
                  probe.tell_state();
                  return tape.notes.back().text.message.ends_with("0 of 1") ? "" : tape.notes.back().text.message;
              }),
              "");
}

TEST(GatewayProbeInANetwork, AGatewayThatNeverAnsweredIsUnknown) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up) return "needs ip and nsenter";
                  gateway.answers_icmp(false);
                  gateway.answers_arp(false);
                  auto loop = Loop::create();
                  test::Notebook tape;
                  Devices devices;
                  devices.set(wlan0());
                  GatewayProbe probe(devices, {.every = 20ms, .after_failure = 20ms, .answer_within = 50ms});
                  if (!probe.start({.loop = &*loop, .tape = &tape})) return "no start";
                  if (test::run_until(*loop, [&] { return tape.notes.size() > 1; }, 2s))
                      return "told more than once";
                  if (tape.notes.empty() || tape.field(0, "WLANMEDIC_STATE") != "unknown")
                      return "it is not unknown";
                  return {};
              }),
              "");
}

TEST(LoadInANetwork, SendsToTheSinkAlone) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  Outgoing outgoing("lo");
                  auto loop = Loop::create();
                  auto sink = Sink::listen(*loop, {.port = 5330, .address = "127.0.0.1"});
                  if (!sink) return sink.error().to_string();
                  test::Notebook tape;
                  Load load({.target = {.host = "127.0.0.1"}, .rate = 100'000, .every = 1h, .interface = {}});
                  if (!load.start({.loop = &*loop, .tape = &tape})) return "no start";
                  if (!test::run_until(*loop, [&] { return !tape.notes.empty(); })) return "it does not flow";
                  for (const std::string& target : outgoing.targets())
                      if (!target.starts_with("tcp 127.0.0.1:5330 ") &&
                          !(target.starts_with("tcp 127.0.0.1:") && target.ends_with(" from 5330")))
                          return "sent to " + target;
                  return {};
              }),
              "");
}

TEST(LoadInANetwork, IsBoundToItsInterfaceAndGoesNoOtherWay) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up) return "needs ip and nsenter";
                  auto loop = Loop::create();
                  auto sink = Sink::listen(*loop, {.port = 5330, .address = "127.0.0.1"});
                  test::Notebook tape;
                  Load load({.target = {.host = "127.0.0.1"}, .rate = 100'000, .every = 1h, .interface = [] {
                                 return std::string("wlan0");
                             }});
                  if (!load.start({.loop = &*loop, .tape = &tape})) return "no start";
                  if (!test::run_until(*loop, [&] { return !tape.notes.empty(); })) return "nothing is said";
                  if (tape.field(0, "WLANMEDIC_STATE") != "unreachable") return "it went another way";
                  return {};
              }),
              "");
}

TEST(CountersInANetwork, AreThoseOfTheInterfaceUnderWhateverName) {
    EXPECT_EQ(in_own_network([]() -> std::string {
                  const Gateway gateway;
                  if (!gateway.is_up) return "needs ip and nsenter";
                  auto loop = Loop::create();
                  test::Notebook tape;
                  Devices devices;
                  devices.set(wlan0());
                  const auto index = ::if_nametoindex("wlan0");
                  const auto drivers = driver::Catalog::built_in();
                  CounterSource source(devices, drivers, {.pace = {.every = 50ms, .while_down = 50ms}});
                  if (!source.start({.loop = &*loop, .tape = &tape})) return "no start";
                  source.tell_state();
                  if (!test::run_until(*loop, [&] { return !tape.notes.empty(); })) return "nothing is said";
                  // To where nobody listens.
                  const posix::Descriptor sender(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
                  sockaddr_in to{};
                  to.sin_family = AF_INET;
                  to.sin_port = htons(9);
                  to.sin_addr.s_addr = htonl(0xc0a80401);
                  if (::sendto(sender.get(), "x", 1, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 1)
                      return "nothing could be sent";
                  const auto before = tape.notes.size();
                  if (!test::run_until(*loop, [&] { return tape.notes.size() > before + 1; }))
                      return "nothing more is said";
                  bool grew = false;
                  for (const std::string& counters : tape.fields("WLANMEDIC_COUNTERS"))
                      grew = grew || counters.find("tx_packets=+") != std::string::npos;
                  if (!grew) return "what was sent is not counted";
                  run("ip link set wlan0 down");
                  run("ip link set wlan0 name radio");
                  devices.rename(index, "radio");
                  const auto renamed = tape.notes.size();
                  if (!test::run_until(*loop, [&] { return tape.notes.size() > renamed + 1; }))
                      return "not followed";
                  if (tape.fields("WLANMEDIC_INTERFACE").back() != "radio") return "another name";
                  return {};
              }),
              "");
}

}  // namespace
}  // namespace wlanmedic::capture
