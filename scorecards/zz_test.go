package scorecards
import ("testing";"math/rand";"time";"fmt";"os")
func TestZZ(t *testing.T){
 seeds:=[][]byte{[]byte(good),[]byte("list: {slug: a"),[]byte("? - a\n: b"),[]byte("projects:\n - {slug: !!binary x, name: *a}\n")}
 alpha:=[]byte("{}[]-?:,#&*!|>'\"%@` \n\tab0~<\r\\")
 n:=0
 end:=time.Now().Add(40*time.Second)
 for time.Now().Before(end) {
  r:=rand.New(rand.NewSource(int64(n))); n++
  b:=append([]byte{},seeds[r.Intn(len(seeds))]...)
  for k:=r.Intn(6)+1;k>0;k-- { i:=r.Intn(len(b)); switch r.Intn(3){case 0: b[i]=alpha[r.Intn(len(alpha))]; case 1: b=append(b[:i],append([]byte{alpha[r.Intn(len(alpha))]},b[i:]...)...); case 2: if len(b)>2 {b=append(b[:i],b[i+1:]...)} } }
  done:=make(chan bool,1)
  go func(){ ReadList("l",b); done<-true}()
  select{case <-done: case <-time.After(2*time.Second): os.WriteFile(fmt.Sprintf("/tmp/hang%d",n),b,0644); fmt.Printf("HANG %d %q\n",n,b[:min(len(b),200)]); if n>0 {t.Fatal("hang")} }
 }
 t.Log(n)
}
